using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Cluster.Tests.Support;
using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests;

/// <summary>Nodes that reach their database through a PgBouncer.</summary>
public sealed class PoolerTests
{
    [SkippableFact]
    public async Task Cluster_SessionPooling_TwoNodesFindEachOtherAndCount()
    {
        Skip.IfNot(PgBouncer.IsInstalled, PgBouncer.Missing);
        await using var server = await PostgresServer.StartAsync("fsync = off");
        await using var pooler = await PgBouncer.StartAsync(server, "session");
        await using var first = SiloProcess.Start("--Store:Postgres", pooler.ConnectionString);
        await first.ReadyAsync();
        await using var second = SiloProcess.Start("--Store:Postgres", pooler.ConnectionString);
        await second.ReadyAsync();
        using var http = new HttpClient { BaseAddress = first.Address };
        using var other = new HttpClient { BaseAddress = second.Address };

        (await http.PutAsJsonAsync("/v1/tenants/acme", new { })).EnsureSuccessStatusCode();
        var answer = await http.PostAsJsonAsync("/v1/tenants/acme/responses", new { id = "a", score = 9, channel = "web", touchpoint = "checkout" });
        var receipt = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var snapshot = await other.GetFromJsonAsync<JsonElement>(
            $"/v1/tenants/acme/scores/channel/web?after={receipt.GetProperty("position").GetString()}");

        snapshot.GetProperty("counts").GetProperty("total").GetInt64().ShouldBe(1);
        (await server.ExecuteAsync("nps", "select count(*) from nps_cluster.OrleansMembershipTable where Status = 3")).ShouldBe("2");
    }

    [SkippableTheory]
    [InlineData("transaction")]
    [InlineData("statement")]
    public async Task Start_SessionsThatAreAnybodys_EndsInOneSentence(string mode)
    {
        Skip.IfNot(PgBouncer.IsInstalled, PgBouncer.Missing);
        await using var server = await PostgresServer.StartAsync("fsync = off");
        await using var pooler = await PgBouncer.StartAsync(server, mode);
        await using var silo = SiloProcess.Start("--Store:Postgres", pooler.ConnectionString);

        (await silo.ExitAsync()).ShouldBe(1);
        silo.Output.ShouldContain("pool_mode = session");
        silo.Output.ShouldNotContain("   at ");
        (await server.ExecuteAsync("nps", "select count(*) from pg_namespace where nspname like 'nps%'")).ShouldBe("0");
    }
}
