using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Engine;

/// <summary>Tells a watcher every key of a tenant once: those known, and then each that is born.</summary>
public sealed class KeyWatch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly TenantKeys _keys;
    private readonly Action<ScoreKey> _onBorn;

    private KeyWatch(TenantKeys keys, Action<ScoreKey> onBorn)
    {
        _keys = keys;
        _onBorn = onBorn;
    }

    public static KeyWatch Begin(TenantKeys keys, Action<ScoreKey> onBorn)
    {
        var watch = new KeyWatch(keys, onBorn);
        keys.Born += watch.Tell;
        foreach (var key in keys.Known.OrderBy(key => key.Id))
            watch.Tell(key);
        _ = RefreshAsync(keys);
        return watch;
    }

    public void Dispose() => _keys.Born -= Tell;

    private void Tell(StoredKey key)
    {
        lock (_gate)
        {
            if (_told.Add(key.Key.Text))
                _onBorn(key.Key);
        }
    }

    /// <summary>Keys that this process has not read yet arrive as births. While the store is away they come with the next use.</summary>
    private static async Task RefreshAsync(TenantKeys keys)
    {
        try
        {
            await keys.RefreshAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The next ingest, read or watch reads them.
        }
    }
}
