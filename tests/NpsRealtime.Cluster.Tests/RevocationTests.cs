using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace NpsRealtime.Cluster.Tests;

/// <summary>
/// Nodes that ask for keys: one that is revoked at a node is refused by every node, and what was opened with it ends on every node; and
/// what they tell of the cluster to whom.
/// </summary>
public sealed class RevocationTests(ClosedCluster closed, ITestOutputHelper output) : IClassFixture<ClosedCluster>
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    [SkippableFact]
    public async Task Ready_ClosedCluster_TellsHowManySilosToAllAndTheirAddressesToTheOperator()
    {
        var cluster = await closed.Started;
        using var operatorsOwn = SiloCluster.Http(cluster.Silos[0], cluster.PlatformKey);
        using var anybody = SiloCluster.Http(cluster.Silos[0]);

        var told = await anybody.GetStringAsync("/health/ready");
        told.ShouldContain("it sees 2 active");
        told.ShouldNotContain("127.0.0.1");
        (await operatorsOwn.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("silos").GetArrayLength().ShouldBe(2);
    }

    [SkippableFact]
    public async Task Revoke_AtOneNode_EveryNodeRefusesAndItsStreamsEnd()
    {
        var cluster = await closed.Started;
        using var first = SiloCluster.Http(cluster.Silos[0], cluster.PlatformKey);
        using var second = SiloCluster.Http(cluster.Silos[1], cluster.PlatformKey);
        foreach (var kind in (string[])["keys", "links"])
        {
            var (id, token) = await MakeAsync(first, kind);
            var streams = await Task.WhenAll(cluster.Nodes.Select(node => NodeStreams.OpenAsync(node, token)));

            (await second.DeleteAsync($"/v1/tenants/{SiloCluster.Tenant}/{kind}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            var revoked = TimeProvider.System.GetTimestamp();
            await Task.WhenAll(streams.Select(stream => stream.EndAsync()));

            var ended = TimeProvider.System.GetElapsedTime(revoked);
            output.WriteLine($"{kind}: the streams of {streams.Length} nodes had ended after {ended.TotalMilliseconds:F0} ms");
            ended.ShouldBeLessThan(AtMost);
            foreach (var stream in streams)
            {
                (await stream.AskAsync()).ShouldBe(HttpStatusCode.Unauthorized);
                stream.Dispose();
            }
        }
    }

    private static async Task<(string Id, string Token)> MakeAsync(HttpClient http, string kind)
    {
        object ask = kind == "keys" ? new { name = "tv", scopes = (string[])["read"] } : new { name = "tv", scores = (string[])["tenant"] };
        using var answer = await http.PostAsJsonAsync($"/v1/tenants/{SiloCluster.Tenant}/{kind}", ask);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (made.GetProperty("id").GetString()!, made.GetProperty(kind == "keys" ? "key" : "token").GetString()!);
    }
}
