using NpsRealtime.Contracts;
using NpsRealtime.Grains.Tests.Support;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Postgres;
using NpsRealtime.Testing;

namespace NpsRealtime.Grains.Tests.Faults;

/// <summary>A PostgreSQL of its own that a test may break, with a silo on it. Skips the test where none is installed.</summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    private FaultWorld(PostgresServer server) => Server = server;

    public PostgresServer Server { get; }

    public IScoreEngine Engine { get; private set; } = null!;

    public Tenant Acme { get; private set; } = null!;

    public static async Task<FaultWorld> StartAsync(string? connectionString = null, params string[] settings)
    {
        Skip.IfNot(PostgresServer.IsInstalled, "PostgreSQL is not installed, and a server that is broken on purpose must be the test's own.");
        var world = new FaultWorld(await PostgresServer.StartAsync(settings));
        world.Engine = await world.StartEngineAsync(connectionString);
        var (_, tenant) = await world.Engine.PutTenantAsync(new TenantRequest(Requests.SlugOf("acme"), null), CancellationToken.None);
        world.Acme = tenant;
        return world;
    }

    /// <summary>A silo on the database that knows of no other, as one that was cut off: with the same cluster's id several may run at once.</summary>
    public async Task<IScoreEngine> StartEngineAsync(string? connectionString = null, string? clusterId = "faults")
    {
        var store = new PostgresResponseStore(connectionString ?? Server.ConnectionString, "nps", clusterId);
        var silos = await TestSilos.StartAsync(1, store, new ScoringOptions { PartitionsPerTenant = 2 }, TimeProvider.System);
        _parts.Add(silos);
        return silos.Engine(0);
    }

    /// <summary>Wants sum(tallies) = count(responses) = what the senders were told, and the live score the same.</summary>
    public async Task ShouldBeSoundAsync(long? stored, IScoreEngine? engine = null)
    {
        engine ??= Engine;
        var report = await engine.RecountAsync(Acme, CancellationToken.None);
        report.Differences.ShouldBeEmpty();
        report.IsClean.ShouldBeTrue();
        if (stored is not null)
            report.Responses.ShouldBe(stored.Value);
        await ShouldShowAsync(engine, report.Responses);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async Task ShouldShowAsync(IScoreEngine engine, long total)
    {
        ScoreSnapshot? shown = null;
        for (var attempt = 0; attempt < 400; attempt++)
        {
            shown = await engine.ReadAsync(Acme, ScoreKey.Tenant, new AllWindow(), after: null, CancellationToken.None);
            if (shown.Counts.Total == total)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        shown!.Counts.Total.ShouldBe(total);
    }
}
