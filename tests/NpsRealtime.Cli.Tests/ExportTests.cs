using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Cli.Tests;

public sealed class ExportTests
{
    [SkippableTheory]
    [InlineData("sqlite", "sqlite")]
    [InlineData("sqlite", "postgres")]
    [InlineData("postgres", "sqlite")]
    public async Task Export_ImportedIntoAnotherServer_BothRecountTheSame(string fromStore, string toStore)
    {
        await using var from = await NpsApp.StartAsync(await StoreArgumentsAsync(fromStore));
        await using var to = await NpsApp.StartAsync(await StoreArgumentsAsync(toStore));
        using var folder = new TempFolder();
        await from.PutTenantAsync("Acme%20Ltd", "America/New_York");
        await Nps.ReadJsonAsync(
            "simulate", "--tenant", "acme-ltd", "--seed", "3", "--start", "2026-11-01T08:00:00Z", "--for", "10m", "--rate", "5",
            "--server", from.Address.ToString());
        await from.AcceptAsync("acme-ltd", 10, "web", "checkout", "stamped-by-the-server");
        await from.AcceptAsync("acme-ltd", 0, "web", "checkout", "to-be-erased");
        (await from.Http.DeleteAsync("/v1/tenants/acme-ltd/responses/to-be-erased")).EnsureSuccessStatusCode();
        (await from.Http.DeleteAsync("/v1/tenants/acme-ltd/responses/never-seen")).EnsureSuccessStatusCode();
        var file = folder.PathOf("acme.ndjson");

        await Nps.ReadJsonAsync("export", "--tenant", "acme-ltd", "--output", file, "--server", from.Address.ToString());
        var imported = await Nps.ReadJsonAsync("import", file, "--server", to.Address.ToString());

        imported.GetProperty("erased").GetInt64().ShouldBe(2);
        (await to.GetAsync("/v1/tenants/acme-ltd")).ToString().ShouldBe((await from.GetAsync("/v1/tenants/acme-ltd")).ToString());
        foreach (var key in (string[])["tenant", "channel/web", "touchpoint/support-call", "segment/region/emea"])
            (await Snapshots.CountsAsync(to.Http, "acme-ltd", key)).ShouldBe(await Snapshots.CountsAsync(from.Http, "acme-ltd", key));
        (await SortedExportAsync(to)).ShouldBe(await SortedExportAsync(from));
        (await to.PostAsync("acme-ltd", """{"id":"never-seen","score":1,"channel":"web","touchpoint":"x"}""")).StatusCode
            .ShouldBe(System.Net.HttpStatusCode.Gone);
        (await to.PostAsync("acme-ltd", """{"id":"stamped-by-the-server","score":10,"channel":"web","touchpoint":"checkout"}""")).StatusCode
            .ShouldBe(System.Net.HttpStatusCode.OK);
        foreach (var app in (NpsApp[])[from, to])
            (await Nps.RunAsync("recount", "--server", app.Address.ToString())).ExitCode.ShouldBe(0);

        var again = await Nps.ReadJsonAsync("import", file, "--server", to.Address.ToString());
        again.GetProperty("accepted").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Export_IntoTenantWithAnotherIdKey_IsRefusedInOneSentence()
    {
        await using var from = await NpsApp.StartAsync();
        await using var to = await NpsApp.StartAsync();
        using var folder = new TempFolder();
        await from.PutTenantAsync("acme");
        await to.PutTenantAsync("acme");
        var file = folder.PathOf("acme.ndjson");
        await Nps.ReadJsonAsync("export", "--tenant", "acme", "--output", file, "--server", from.Address.ToString());

        var run = await Nps.RunAsync("import", file, "--server", to.Address.ToString());

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("nps: ");
        run.Error.Trim().ShouldNotContain("\n");
    }

    [Fact]
    public async Task Export_ToStandardOutput_IsNdjsonOnly()
    {
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9);

        var run = await Nps.RunAsync("export", "--tenant", "acme", "--server", app.Address.ToString());

        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines.ShouldAllBe(line => JsonSerializer.Deserialize<JsonElement>(line).ValueKind == JsonValueKind.Object);
    }

    private static async Task<string[]> StoreArgumentsAsync(string store)
    {
        if (store == "sqlite")
            return [];
        var server = await PostgresServer.FindAsync();
        Skip.If(server is null, PostgresServer.Missing);
        return ["--Store:Postgres", server!, "--Store:PostgresSchema", $"move_{Guid.NewGuid():n}"];
    }

    private static async Task<string[]> SortedExportAsync(NpsApp app)
    {
        var text = await app.Http.GetStringAsync("/v1/tenants/acme-ltd/export");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }
}
