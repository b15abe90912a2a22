using NpsRealtime.Contracts;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Postgres;
using NpsRealtime.Testing;

namespace NpsRealtime.Storage.Tests.Postgres.Faults;

/// <summary>A PostgreSQL of its own that a test may break, with a local engine on it. Skips the test where none is installed.</summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    private FaultWorld(PostgresServer server) => Server = server;

    public PostgresServer Server { get; }

    public LocalScoreEngine Engine { get; private set; } = null!;

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

    /// <summary>An engine on the database. With a cluster's id several may run at once.</summary>
    public async Task<LocalScoreEngine> StartEngineAsync(string? connectionString = null, string? clusterId = "faults")
    {
        var store = new PostgresResponseStore(connectionString ?? Server.ConnectionString, "nps", clusterId);
        var engine = new LocalScoreEngine(store, new ScoringOptions { PartitionsPerTenant = 2 }, TimeProvider.System, new NoScoringLog());
        _parts.Add(store);
        _parts.Add(engine);
        await engine.StartAsync(CancellationToken.None);
        return engine;
    }

    /// <summary>Wants sum(tallies) = count(responses) = what the senders were told, and the live score the same.</summary>
    public async Task ShouldBeSoundAsync(long? stored, LocalScoreEngine? engine = null)
    {
        engine ??= Engine;
        var report = await engine.AuditAsync(Acme, CancellationToken.None);
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

    private async Task ShouldShowAsync(LocalScoreEngine engine, long total)
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
