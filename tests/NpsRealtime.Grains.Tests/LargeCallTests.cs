using NpsRealtime.Contracts;
using NpsRealtime.Grains.Engine;
using NpsRealtime.Grains.Tests.Support;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Storage.Sqlite;
using Orleans.Configuration;

namespace NpsRealtime.Grains.Tests;

/// <summary>Calls between silos are bounded by bytes too: a large message is refused, and holds up the probes that travel behind it.</summary>
public sealed class LargeCallTests
{
    private const int MessageBytesMax = 20 * 1_024 * 1_024;

    [Fact]
    public async Task Ingest_MoreBytesThanAMessageMayHave_GoesInSeveralCalls()
    {
        var folder = Directory.CreateTempSubdirectory("nps-large-").FullName;
        var store = new SqliteResponseStore(Path.Combine(folder, "nps.db"));
        await using (var silos = await TestSilos.StartAsync(
            2,
            store,
            new ScoringOptions { PartitionsPerTenant = 2, WaitingBytesMax = 1L << 30 },
            new ShiftingClock(),
            silo => silo.Configure<SiloMessagingOptions>(options => options.MaxMessageBodySize = MessageBytesMax)))
        {
            var (engine, other) = (silos.Engine(0), silos.Engine(1));
            var tenant = (await engine.PutTenantAsync(new TenantRequest(Requests.SlugOf("acme"), TimeZone: null), CancellationToken.None)).Tenant;

            // The partitions come to life where they are first asked for: at the other silo.
            await SendAsync(other, tenant, [.. Enumerable.Range(0, 40).Select(index => Requests.Post($"first-{index}", 9))]);

            // Each has a comment of its own: the same string twice would travel once.
            ResponseRequest[] requests = [.. Enumerable.Range(0, 6_000).Select(index => Requests.Post($"r-{index}", 9, comment: new string('c', 10_000)))];

            var outcomes = await SendAsync(engine, tenant, requests);

            outcomes.ShouldAllBe(outcome => outcome.Status == ResponseStatus.Accepted);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<ResponseOutcome[]> SendAsync(ClusterScoreEngine engine, Tenant tenant, ResponseRequest[] requests) =>
        await (await engine.IngestAsync(tenant, requests, Admission.WaitForRoom, CancellationToken.None)).Committed;
}
