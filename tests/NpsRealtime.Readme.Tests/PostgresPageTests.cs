using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Readme.Tests;

/// <summary>What <c>deploy/postgresql.md</c> tells an administrator to type works on a server with the settings that it names.</summary>
public sealed class PostgresPageTests
{
    [SkippableFact]
    public async Task SetUp_AsThePageHasIt_ServesFromThatDatabase()
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        var page = await File.ReadAllTextAsync(Path.Combine(Readme.Root, "deploy", "postgresql.md"));
        var blocks = FencedBlock.AllOf(FencedBlock.LinesOf(page)).ToLookup(block => block.Language, block => block.Lines);
        string[] settings = [.. blocks["ini"].Last()];
        var (statements, variable) = (blocks["sql"].Single(), blocks["ini"].First().Single());
        variable.ShouldStartWith("Store__Postgres=");
        settings.Length.ShouldBeGreaterThan(2);
        await using var server = await PostgresServer.StartAsync(settings);
        foreach (var statement in (string[])["drop database nps", "drop role nps", .. statements])
            await server.ExecuteAsync("postgres", statement);
        var connection = string.Create(CultureInfo.InvariantCulture, $"{variable["Store__Postgres=".Length..]};Port={server.Port}");

        await using var service = await NpsProcess.StartAsync("unused.db", null, "--Store:Postgres", connection);

        using var made = await service.Http.PutAsync("/v1/tenants/acme", null);
        made.EnsureSuccessStatusCode();
        using var posted = await service.Http.PostAsJsonAsync("/v1/tenants/acme/responses", new { id = "r-1", score = 9, channel = "web", touchpoint = "checkout" });
        var position = (await posted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("position").GetString();
        var score = await service.Http.GetFromJsonAsync<JsonElement>($"/v1/tenants/acme/scores/tenant?after={position}");
        score.GetProperty("counts").GetProperty("total").GetInt32().ShouldBe(1);
        (await server.ExecuteAsync("nps", "select count(*) from nps.responses")).ShouldBe("1");
        foreach (var setting in settings)
        {
            var (name, value) = (setting.Split(" = ")[0], setting.Split(" = ")[1]);
            (await server.ExecuteAsync("nps", $"show {name}")).ShouldBe(value);
        }
    }
}
