using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

[Collection(OutageCollection.Name)]
public sealed class OutageTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task Board_ServerKilledAndStarted_SaysStaleAndRecoversByItself()
    {
        Chromium.Require();
        var folder = Directory.CreateTempSubdirectory("nps-board-");
        var database = Path.Combine(folder.FullName, "nps.db");
        var port = NpsProcess.FreePort();
        try
        {
            await using var board = await WatchUntilKilledAsync(database, port);
            await board.SeeContactAsync("Reconnecting");
            await board.SeeContactAsync("Stale", withinMilliseconds: 20_000);
            await board.ShootAsync("stale");
            await board.SeeTotalAsync(1);

            await using var again = await NpsProcess.StartAsync(database, port);
            await SendAsync(again, "r-2", 0);
            await board.SeeContactAsync("Live", withinMilliseconds: 15_000);
            await board.SeeTotalAsync(2);
            await board.SeeNpsAsync("0.0");

            // The new subscription is a live one, too.
            await SendAsync(again, "r-3", 10);
            await board.SeeTotalAsync(3);
            board.ShouldBeWithoutFaults(requestsMayFail: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task Board_ServerFrozen_SaysStaleThoughTheConnectionStands()
    {
        Chromium.Require();
        Skip.IfNot(OperatingSystem.IsLinux(), "A process is frozen by SIGSTOP.");
        var folder = Directory.CreateTempSubdirectory("nps-board-");
        try
        {
            await using var server = await NpsProcess.StartAsync(Path.Combine(folder.FullName, "nps.db"));
            await PutTenantAsync(server);
            await SendAsync(server, "r-1", 9);
            await using var board = await browser.OpenAsync(new Uri(server.Address, "/t/acme"));
            await board.SeeContactAsync("Live");

            await SignalAsync("STOP", server.Id);
            await board.SeeContactAsync("Stale", withinMilliseconds: 20_000);
            await SignalAsync("CONT", server.Id);

            await board.SeeContactAsync("Live", withinMilliseconds: 20_000);
            await SendAsync(server, "r-2", 9);
            await board.SeeTotalAsync(2);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task Board_QuietButConnected_StaysLive()
    {
        await using var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 9);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme?window=all"));
        await board.SeeContactAsync("Live");

        // Longer than the silence that makes a board stale.
        for (var second = 0; second < 14; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            (await board.Named("contact").InnerTextAsync()).ShouldContain("Live");
        }
    }

    private async Task<BoardPage> WatchUntilKilledAsync(string database, int port)
    {
        await using var server = await NpsProcess.StartAsync(database, port);
        await PutTenantAsync(server);
        await SendAsync(server, "r-1", 9);
        var board = await browser.OpenAsync(new Uri(server.Address, "/t/acme"));
        await board.SeeContactAsync("Live");
        await board.SeeTotalAsync(1);
        await server.KillAsync();
        return board;
    }

    private static async Task PutTenantAsync(NpsProcess server)
    {
        using var answer = await server.Http.PutAsync("/v1/tenants/acme", new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        answer.EnsureSuccessStatusCode();
    }

    private static async Task SendAsync(NpsProcess server, string id, int score)
    {
        var json = $$"""{"id":"{{id}}","score":{{score}},"channel":"web","touchpoint":"checkout"}""";
        using var content = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var answer = await server.Http.PostAsync("/v1/tenants/acme/responses", content);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-" + signal, process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
