using NpsRealtime.Contracts;
using NpsRealtime.Contracts.Engines;
using NpsRealtime.Grains.Engine;
using NpsRealtime.Grains.Tests.Support;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Grains.Tests;

/// <summary>What a node spares itself when it has everything in its own process.</summary>
public sealed class OneNodeTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nps-one-").FullName;
    private WatchedStore _watched = null!;
    private TestSilos _silos = null!;
    private ClusterScoreEngine _engine = null!;
    private Tenant _tenant = null!;

    public async Task InitializeAsync()
    {
        (var store, _watched) = WatchedStore.Around(new SqliteResponseStore(Path.Combine(_folder, "nps.db")));
        _silos = await TestSilos.StartAsync(1, store, new ScoringOptions(), new ShiftingClock());
        _engine = _silos.Engine(0);
        _tenant = await PutAsync("acme");
    }

    public async Task DisposeAsync()
    {
        await _silos.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Watch_KeyThatNobodyHad_AsksTheDatabaseForNoKeysAndIsToldOfItsBirth()
    {
        using var watcher = Watch("channel/kiosk");
        await watcher.ShowsTotalAsync(0);
        var asked = _watched.CountOf(nameof(IResponseStore.ReadKeysAsync));

        for (var index = 0; index < 20; index++)
            await _engine.ReadAsync(_tenant, Requests.KeyOf($"channel/c{index}"), new AllWindow(), after: null, CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System);

        _watched.CountOf(nameof(IResponseStore.ReadKeysAsync)).ShouldBe(asked);
        await SendAsync(_tenant, Requests.Post("a", 9, channel: "Kiosk"));
        (await watcher.ShowsTotalAsync(1)).Label.ShouldBe("Kiosk");
    }

    [Fact]
    public async Task List_ScoresThatLiveHere_AreNotReadFromTheDatabase()
    {
        await SendAsync(_tenant, Requests.Post("a", 9));
        using var watcher = Watch("channel/web");
        await watcher.ShowsTotalAsync(1);
        ScoreFilter.TryParse("channel", out var channels).ShouldBeTrue();

        var page = await _engine.ListAsync(_tenant, channels!, new AllWindow(), cursor: null, limit: 10, CancellationToken.None);

        page.Scores.ShouldHaveSingleItem().Counts.Total.ShouldBe(1);
        _watched.CountOf(nameof(IResponseStore.SumAsync)).ShouldBe(0);
    }

    [Fact]
    public async Task Ingest_AFloodWhileOthersSend_HasFewBytesInHand()
    {
        const int Lines = 200;
        var other = await PutAsync("other");
        await SendAsync(_tenant, [.. Enumerable.Range(0, 5_000).Select(index => Requests.Post($"first-{index}", 9))]);
        await SendAsync(other, Requests.Post("single", 9));

        var commit = new TaskCompletionSource();
        _watched.Committing = commit.Task;
        var admitted = Enumerable.Range(0, 20).Select(body => _engine.IngestAsync(
            _tenant, [.. Enumerable.Range(0, Lines).Select(line => Requests.Post($"{body}-{line}", 9))], Admission.WaitForRoom, CancellationToken.None).AsTask()).ToList();

        // 512 bytes a response at least: five bodies have 512 KiB.
        admitted.Count(body => body.IsCompleted).ShouldBeInRange(1, 5);
        commit.SetResult();
        foreach (var body in admitted)
            (await (await body).Committed).ShouldAllBe(outcome => outcome.Status == ResponseStatus.Accepted);
    }

    private async Task<Tenant> PutAsync(string name) =>
        (await _engine.PutTenantAsync(new TenantRequest(Requests.SlugOf(name), TimeZone: null), CancellationToken.None)).Tenant;

    private async Task SendAsync(Tenant tenant, params ResponseRequest[] requests) =>
        (await (await _engine.IngestAsync(tenant, requests, Admission.WaitForRoom, CancellationToken.None)).Committed)
            .ShouldAllBe(outcome => outcome.Status == ResponseStatus.Accepted);

    private Watcher Watch(string key)
    {
        var watcher = new Watcher();
        watcher.Subscription = _engine.Watch(_tenant, Requests.KeyOf(key), new AllWindow(), watcher.Take);
        return watcher;
    }
}
