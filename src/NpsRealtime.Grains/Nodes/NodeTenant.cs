using System.Collections.Concurrent;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Grains.Nodes;

/// <summary>
/// A tenant as one node knows it. Other nodes give keys their numbers too: whoever asks for a key that is not known here has the new
/// ones read first, and while somebody waits for births they are read every second; a node that is alone knows all. Thread-safe.
/// </summary>
internal sealed class NodeTenant : ITenantHome
{
    private readonly Lock _gate = new();
    private readonly ScoringParts _parts;
    private readonly ConcurrentDictionary<string, Action<StoredKey>> _unborn = new(StringComparer.Ordinal);
    private Task _reading = Task.CompletedTask;
    private Task? _next;
    private int _keyWatches;

    public NodeTenant(Tenant tenant, ScoringParts parts)
    {
        Tenant = tenant;
        _parts = parts;
        Keys = new TenantKeys(tenant, parts.Store, parts.Options, isShared: !parts.IsAlone, parts.Log);
        Keys.Born += key =>
        {
            if (_unborn.TryGetValue(key.Key.Text, out var onBorn))
                onBorn(key);
        };
    }

    public Tenant Tenant { get; }

    public TenantKeys Keys { get; }

    /// <summary>Whether somebody waits for keys that other nodes may bring to life.</summary>
    public bool AwaitsBirths => !_parts.IsAlone && (!_unborn.IsEmpty || Volatile.Read(ref _keyWatches) > 0);

    /// <summary>The stored key of that text, or null when no response anywhere had it before this was called.</summary>
    public async ValueTask<StoredKey?> FindAsync(ScoreKey key, CancellationToken cancellation)
    {
        if (await Keys.FindAsync(key, cancellation) is { } known)
            return known;
        if (_parts.IsAlone)
            return null;
        await RefreshAsync(cancellation);
        return await Keys.FindAsync(key, cancellation);
    }

    /// <summary>The stored key of a number, which some node has given.</summary>
    public async ValueTask<StoredKey?> FindAsync(int keyId, CancellationToken cancellation)
    {
        if (Keys.Find(keyId) is { } known)
            return known;
        await RefreshAsync(cancellation);
        return Keys.Find(keyId);
    }

    /// <summary>
    /// Reads the keys that others have added, with one read that begins after this is called. However many ask, one read is under
    /// way and one waits.
    /// </summary>
    public Task RefreshAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            var before = _reading;
            _next ??= _parts.Begin(() => ReadAsync(before));
            return _next.WaitAsync(cancellation);
        }
    }

    /// <summary>Has a live score told when its key is born, until it says otherwise.</summary>
    public void Await(ScoreKey key, Action<StoredKey> onBorn) => _unborn[key.Text] = onBorn;

    /// <summary>The score's key is known, or the score is gone.</summary>
    public void AwaitNoMore(ScoreKey key) => _unborn.TryRemove(key.Text, out _);

    public void KeyWatchBegan() => Interlocked.Increment(ref _keyWatches);

    public void KeyWatchEnded() => Interlocked.Decrement(ref _keyWatches);

    private async Task ReadAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        lock (_gate)
        {
            // From here on who asks must wait for the next read.
            _reading = _next!;
            _next = null;
        }

        await Keys.RefreshAsync(CancellationToken.None);
    }
}
