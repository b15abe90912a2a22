using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Engines;

/// <summary>What every contract of an engine begins with: a running engine, its clock, a tenant.</summary>
/// <typeparam name="TWorld">The kind of engine and database.</typeparam>
public abstract class EngineContract<TWorld> : IAsyncLifetime
    where TWorld : IEngineWorld, new()
{
    protected TWorld World { get; } = new();

    protected ShiftingClock Clock { get; } = new();

    /// <summary>Changed before the engine starts, or before <see cref="RestartAsync"/>.</summary>
    protected ScoringOptions Options { get; } = new() { PartitionsPerTenant = 3 };

    protected IScoreEngine Engine { get; private set; } = null!;

    /// <summary>A tenant with three partitions.</summary>
    protected Tenant Acme { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        await World.CreateAsync();
        Engine = await World.StartAsync(Options, Clock);
        Acme = await PutAsync("acme");
    }

    public virtual async Task DisposeAsync()
    {
        if (Engine is not null)
            await World.StopAsync();
        await World.DisposeAsync();
    }

    protected async Task RestartAsync()
    {
        await World.StopAsync();
        Engine = await World.StartAsync(Options, Clock);
        Acme = (await Engine.FindTenantAsync("acme", CancellationToken.None)).ShouldNotBeNull();
    }

    protected async Task<Tenant> PutAsync(string name, string? timeZone = null)
    {
        var zone = timeZone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        return (await Engine.PutTenantAsync(new TenantRequest(Requests.SlugOf(name), zone), CancellationToken.None)).Tenant;
    }

    /// <summary>Sends requests as one batch and returns their outcomes once they are committed.</summary>
    protected Task<ResponseOutcome[]> SendAsync(params ResponseRequest[] requests) => SendAsync(Acme, requests);

    protected async Task<ResponseOutcome[]> SendAsync(Tenant tenant, params ResponseRequest[] requests)
    {
        var admitted = await Engine.IngestAsync(tenant, requests, Admission.WaitForRoom, CancellationToken.None);
        return await admitted.Committed.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Sends requests, wants each accepted, and returns the position to read after.</summary>
    protected async Task<Position> AcceptAsync(params ResponseRequest[] requests)
    {
        var outcomes = await SendAsync(requests);
        outcomes.ShouldAllBe(outcome => outcome.Status == ResponseStatus.Accepted);
        return PositionOf(outcomes);
    }

    protected static Position PositionOf(IEnumerable<ResponseOutcome> outcomes)
    {
        var position = new Position();
        foreach (var outcome in outcomes.Where(outcome => outcome.HasPosition))
            position.Include(outcome.Partition, outcome.Head);
        return position;
    }

    protected Task<ScoreSnapshot> ReadAsync(string key, string window = "24h", Position? after = null, Tenant? tenant = null) =>
        Engine.ReadAsync(tenant ?? Acme, Requests.KeyOf(key), WindowOf(window), after, CancellationToken.None);

    protected Watcher Watch(string key, string window = "24h", Tenant? tenant = null)
    {
        var watcher = new Watcher();
        watcher.Subscription = Engine.Watch(tenant ?? Acme, Requests.KeyOf(key), WindowOf(window), watcher.Take);
        return watcher;
    }

    /// <summary>Every page of a kind; a null kind is every key.</summary>
    protected async Task<List<ScoreSnapshot>> ListAsync(string? kind, string window = "all", int limit = 1_000, Tenant? tenant = null)
    {
        ScoreFilter.TryParse(kind, out var filter).ShouldBeTrue();
        var all = new List<ScoreSnapshot>();
        string? cursor = null;
        do
        {
            var page = await Engine.ListAsync(tenant ?? Acme, filter!, WindowOf(window), cursor, limit, CancellationToken.None);
            page.Scores.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(page.Scores);
            cursor = page.Cursor;
        }
        while (cursor is not null);
        return all;
    }

    protected async Task<List<ExportedResponse>> ExportAsync(Tenant? tenant = null)
    {
        var rows = new List<ExportedResponse>();
        await foreach (var row in Engine.ExportAsync(tenant ?? Acme, CancellationToken.None))
            rows.Add(row);
        return rows;
    }

    /// <summary>Wants a clean recount of so many responses, and every score to be what a naive recount of the export says.</summary>
    protected async Task ShouldBeSoundAsync(long? responses = null, Tenant? tenant = null)
    {
        var report = await Engine.RecountAsync(tenant ?? Acme, CancellationToken.None);
        report.Differences.ShouldBeEmpty();
        report.IsClean.ShouldBeTrue();
        if (responses is { } expected)
            report.Responses.ShouldBe(expected);
        var recount = Recount.Of(await ExportAsync(tenant));
        recount["tenant"] = recount.GetValueOrDefault("tenant", new long[11]);
        var scores = await ListAsync(kind: null, tenant: tenant);

        // Who asks without a position may be told what was true a moment ago.
        for (var look = 0; look < 200 && scores.Any(score => !score.Counts.ByScore.SequenceEqual(recount.GetValueOrDefault(score.Key, new long[11]))); look++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            scores = await ListAsync(kind: null, tenant: tenant);
        }

        foreach (var score in scores)
            score.Counts.ByScore.ShouldBe(recount.GetValueOrDefault(score.Key, new long[11]), score.Key);
        scores.Select(score => score.Key).ShouldBeSubsetOfOrMore(recount.Keys);
    }

    protected static Window WindowOf(string name) =>
        WindowCatalog.TryFind(name, out var window) ? window : throw new ArgumentException("No such window.", nameof(name));
}
