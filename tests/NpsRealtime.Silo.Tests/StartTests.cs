using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Silo.Tests.Support;

namespace NpsRealtime.Silo.Tests;

/// <summary>How the host starts, and what it says when it can't.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Dev_NothingInstalled_ServesOnSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("nps-silo-").FullName;
        await using var silo = SiloProcess.Start("--dev", "--Store:Sqlite", Path.Combine(folder, "nps.db"));
        await silo.ReadyAsync();
        using var http = new HttpClient { BaseAddress = silo.Address };

        (await http.PutAsJsonAsync("/v1/tenants/acme", new { })).EnsureSuccessStatusCode();
        var answer = await http.PostAsJsonAsync(
            "/v1/tenants/acme/responses", new { id = "a", score = 9, channel = "web", touchpoint = "checkout" });
        var receipt = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var snapshot = await http.GetFromJsonAsync<JsonElement>(
            $"/v1/tenants/acme/scores/channel/web?after={receipt.GetProperty("position").GetString()}");

        snapshot.GetProperty("counts").GetProperty("total").GetInt64().ShouldBe(1);
        (await http.GetStringAsync("/health/ready")).ShouldContain("it sees 1 active");
        (await silo.StopAsync()).ShouldBe(0);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task DevDemo_NothingInstalled_ShowsTheDemo()
    {
        await using var silo = SiloProcess.Start("--dev", "--demo");
        await silo.ReadyAsync();
        using var http = new HttpClient { BaseAddress = silo.Address };

        // The weeks of history arrive while it serves.
        var total = 0L;
        for (var attempt = 0; attempt < 600 && total <= 1_000; attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            var snapshot = await http.GetFromJsonAsync<JsonElement>("/v1/tenants/demo/scores/tenant?window=30d");
            total = snapshot.GetProperty("counts").GetProperty("total").GetInt64();
        }

        total.ShouldBeGreaterThan(1_000);
        (await silo.StopAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("--Orleans:ClusterId=other", "--Store:Postgres=")]
    [InlineData("--Orleans:Role=gateway", "with --dev")]
    [InlineData("--Orleans:Role=captain", "silo or gateway")]
    [InlineData("--Orleans:SiloPort=0", "SiloPort")]
    [InlineData("--Orleans:Address=here", "no IP address")]
    public async Task Start_OptionsThatDoNotDo_SaysWhatToDo(string argument, string expected)
    {
        await using var silo = SiloProcess.Start(argument);

        (await silo.ExitAsync()).ShouldBe(1);
        silo.Output.ShouldContain(expected);
        silo.Output.ShouldNotContain("   at ");
    }
}
