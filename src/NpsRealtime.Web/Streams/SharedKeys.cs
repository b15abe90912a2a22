using System.Collections.Immutable;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Web.Streams;

/// <summary>The keys of one tenant, as they are known and as they are born, for all wildcards on this node. Thread-safe.</summary>
internal sealed class SharedKeys(Tenant tenant, IScoreEngine engine, TimeProvider time) : IDisposable
{
    private const int PageSize = 1_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<ScoreKey> _keys = [];
    private readonly HashSet<ScoreKey> _known = [];
    private readonly Dictionary<ScoreFilter, Task> _listings = [];
    private readonly CancellationTokenSource _disposed = new();
    private ImmutableArray<ViewerWildcard> _wildcards = [];
    private IDisposable? _watch;

    public Tenant Tenant => tenant;

    /// <summary>How many wildcards hold this; guarded by the feed.</summary>
    public int Holders { get; set; }

    /// <summary>Begins to watch, unless that was done before.</summary>
    public void Start()
    {
        lock (_disposed)
        {
            if (!_disposed.IsCancellationRequested)
                _watch ??= engine.WatchKeys(tenant, Know);
        }
    }

    /// <summary>
    /// Completes when every key that <paramref name="filter"/> includes and the store has is known. While the store is away it
    /// keeps trying, so wait for it with a bound.
    /// </summary>
    public Task ListedAsync(ScoreFilter filter)
    {
        lock (_gate)
        {
            if (!_listings.TryGetValue(filter, out var listing))
                _listings[filter] = listing = Task.Run(() => ListAsync(filter));
            return listing;
        }
    }

    /// <summary>The keys known, from the one at <paramref name="index"/> on.</summary>
    public ScoreKey[] From(int index)
    {
        lock (_gate)
            return [.. _keys.Skip(index)];
    }

    public void Add(ViewerWildcard wildcard)
    {
        lock (_gate)
            _wildcards = _wildcards.Add(wildcard);
    }

    public void Remove(ViewerWildcard wildcard)
    {
        lock (_gate)
            _wildcards = _wildcards.Remove(wildcard);
    }

    public void Dispose()
    {
        lock (_disposed)
        {
            _disposed.Cancel();
            _watch?.Dispose();
        }
    }

    private void Know(ScoreKey key)
    {
        ImmutableArray<ViewerWildcard> wildcards;
        lock (_gate)
        {
            if (!_known.Add(key))
                return;
            _keys.Add(key);
            wildcards = _wildcards;
        }

        foreach (var wildcard in wildcards)
            wildcard.Changed();
    }

    private async Task ListAsync(ScoreFilter filter)
    {
        WindowCatalog.TryFind("1h", out var window);
        string? cursor = null;
        while (!_disposed.IsCancellationRequested)
        {
            try
            {
                var page = await engine.ListAsync(tenant, filter, window!, cursor, PageSize, _disposed.Token);
                foreach (var score in page.Scores)
                {
                    if (ScoreKey.TryParse(score.Key, out var key, out _))
                        Know(key.WithLabel(score.Label));
                }

                cursor = page.Cursor;
                if (cursor is null)
                    return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(RetryDelay, time, _disposed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
