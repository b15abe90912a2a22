using System.Collections.Concurrent;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Engine;

/// <summary>A tenant in one process: its keys, its partitions with their pumps, and the live scores that somebody wants.</summary>
internal sealed class LocalTenant : ITenantHome, IDisposable
{
    private readonly ConcurrentDictionary<string, LiveScoreHost> _scores = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly IResponseStore _store;
    private readonly LoadLimiter _loads;
    private readonly ScoringOptions _options;
    private readonly TimeProvider _time;
    private readonly IScoringLog _log;

    public LocalTenant(
        Tenant tenant, IResponseStore store, LoadLimiter loads, ScoringOptions options, TimeProvider time, IScoringLog log)
    {
        Tenant = tenant;
        _store = store;
        _loads = loads;
        _options = options;
        _time = time;
        _log = log;
        Keys = new TenantKeys(tenant, store, options, log: log);
        Keys.Born += Born;
        Partitions = new ResponsePartition[tenant.Partitions];
        for (var index = 0; index < Partitions.Length; index++)
            Partitions[index] = MakePartition(index);
    }

    public Tenant Tenant { get; }

    public TenantKeys Keys { get; }

    public ResponsePartition[] Partitions { get; }

    public ICollection<LiveScoreHost> Scores => _scores.Values;

    /// <summary>The live score of a key, brought to life if need be.</summary>
    public LiveScoreHost Score(ScoreKey key)
    {
        if (_scores.TryGetValue(key.Text, out var known))
        {
            if (known.Touch())
                return known;
            _scores.TryRemove(KeyValuePair.Create(key.Text, known));
        }

        var made = new LiveScoreHost(new LiveScore(Tenant, key), new Links(this, key), _time, _options, _log);
        if (!_scores.TryAdd(key.Text, made))
        {
            made.Dispose();
            return Score(key);
        }

        _ = made.RunAsync();
        return made;
    }

    /// <summary>Whether the live score of a key lives.</summary>
    public bool HasScore(ScoreKey key) => _scores.ContainsKey(key.Text);

    /// <summary>The live score of a key when it lives and has loaded.</summary>
    public LiveScoreHost? LoadedScore(string key) => _scores.TryGetValue(key, out var host) && host.IsLoaded ? host : null;

    /// <summary>Lets scores go that nobody has wanted for long.</summary>
    public void DropIdle(TimeSpan idleMax)
    {
        foreach (var (key, host) in _scores)
        {
            if (!host.TryRetire(idleMax))
                continue;
            _scores.TryRemove(KeyValuePair.Create(key, host));
            host.Dispose();
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        foreach (var host in _scores.Values)
            host.Dispose();
        _stopping.Dispose();
    }

    private ResponsePartition MakePartition(int index)
    {
        var partition = new ResponsePartition(new PartitionAddress(Tenant.Id, index), Keys, _store, _options, _time, _log);
        var pump = new RollUpPump(partition.Outbox, DeliverAsync, _time, _log);
        partition.NewsForScores += pump.Wake;
        _ = pump.RunAsync(_stopping.Token);
        return partition;
    }

    private Task<bool> DeliverAsync(int keyId, RollUp rollUp)
    {
        if (Keys.Find(keyId) is not { } key || !_scores.TryGetValue(key.Key.Text, out var host))
            return Task.FromResult(false);
        host.Receive(rollUp);
        return Task.FromResult(true);
    }

    private void Born(StoredKey key)
    {
        if (_scores.TryGetValue(key.Key.Text, out var host))
            host.KeyBorn(key);
    }

    private sealed class Links(LocalTenant home, ScoreKey key) : IScoreLinks
    {
        public int Partitions => home.Partitions.Length;

        public ValueTask<StoredKey?> FindKeyAsync(CancellationToken cancellation) => home.Keys.FindAsync(key, cancellation);

        public Task<RollUp> AttachAsync(int partition, int keyId, bool isWatched, CancellationToken cancellation) =>
            home.Partitions[partition].AttachAsync(keyId, isWatched, cancellation);

        public Task<ScoreLoad> LoadAsync(int keyId, bool isWatched, CancellationToken cancellation) =>
            home._loads.RunAsync(isWatched, () => home._store.LoadAsync(home.Tenant.Id, keyId, cancellation), cancellation);
    }
}
