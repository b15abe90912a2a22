using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Grains.Scores;

/// <summary>
/// A live score as a silo hosts it. It begins to live when somebody reads or watches; a roll-up alone, which may still be under way to a
/// score that is gone, does not wake it. Every call may interleave: the host guards itself, and observers come and go between awaits
/// only, on the grain's one thread at a time.
/// </summary>
internal sealed class HostedScore : IDisposable
{
    // Shorter than the five seconds after which a grain call is given up: the caller asks again, and goes on waiting.
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan UnwantedMax = TimeSpan.FromMinutes(1);

    private readonly Dictionary<IScoreObserver, ObserverLink> _observers = [];
    private readonly Guid _source = Guid.NewGuid();
    private readonly NodeTenant _tenant;
    private readonly ScoreKey _key;
    private readonly ScoringParts _parts;
    private readonly Action<string> _leave;
    private readonly LiveScoreHost _host;
    private ObserverLink[] _links = [];
    private bool _isWanted;
    private bool _isClosed;

    /// <param name="tenant">Whose score.</param>
    /// <param name="key">Which.</param>
    /// <param name="loads">Bounds the loads of this silo.</param>
    /// <param name="grains">Where the partitions are.</param>
    /// <param name="parts">What the node brings.</param>
    /// <param name="leave">Called with the reason when nobody wants the score here any more.</param>
    public HostedScore(NodeTenant tenant, ScoreKey key, LoadLimiter loads, IClusterGrains grains, ScoringParts parts, Action<string> leave)
    {
        _tenant = tenant;
        Name = GrainKeys.Score(tenant.Tenant.Name, key);
        _key = key;
        _parts = parts;
        _leave = leave;
        _host = new LiveScoreHost(
            new LiveScore(tenant.Tenant, key), new ScoreLinks(tenant, key, grains, loads, parts), parts.Time, parts.Options, parts.Log);
    }

    /// <summary>By what it is known, here as in the cluster.</summary>
    public string Name { get; }

    public Tenant Tenant => _tenant.Tenant;

    /// <summary>The score when it lives and has loaded.</summary>
    public LiveScoreHost? Loaded => _isWanted && _host.IsLoaded ? _host : null;

    public Task<ReadAnswer> ReadAsync(string window, string? after, CancellationToken cancellation)
    {
        Position? position = null;
        if (!WindowCatalog.TryFind(window, out var found) || (after is not null && !Position.TryParse(after, out position)))
            throw new ArgumentException($"'{window}' or '{after}' is unknown here. Do all nodes run the same version?", nameof(window));
        return AnswerAsync(
            async limit => new ReadAnswer(ReadStatus.Read, Snapshot: await _host.ReadSnapshotAsync(found, position, limit)), cancellation);
    }

    public Task<ReadAnswer> HistoryAsync(int[] edges, CancellationToken cancellation)
    {
        var minutes = Array.ConvertAll(edges, edge => new Minute(edge));
        return AnswerAsync(
            async limit => new ReadAnswer(
                ReadStatus.Read, Points: [.. await _host.ReadAsync((score, _) => score.History(minutes), after: null, limit)]),
            cancellation);
    }

    /// <summary>Takes in what a partition says. False when nobody wants this score.</summary>
    public bool Receive(RollUp rollUp)
    {
        RefuseWhenClosed();
        if (_isWanted)
            _host.Receive(rollUp);
        return _isWanted;
    }

    public ScoreNews Observe(IScoreObserver observer, string[] windows)
    {
        Want();
        _host.Touch();
        if (!_observers.TryGetValue(observer, out var link))
        {
            _observers[observer] = link = new ObserverLink(_host, observer, _source, _parts);
            _links = [.. _observers.Values];
        }

        return link.Renew(windows);
    }

    public void End(IScoreObserver observer)
    {
        if (!_observers.Remove(observer, out var link))
            return;
        _links = [.. _observers.Values];
        link.Dispose();
    }

    /// <summary>Once a second, from outside the grain's own turns: everything called here guards itself.</summary>
    public void Tick()
    {
        if (_tenant.Tenant.IsDeleted)
        {
            _leave("The tenant was deleted.");
            return;
        }

        _host.Tick();
        foreach (var link in _links)
            link.EndWhenLapsed();
        var idleMax = _isWanted ? TimeSpan.FromMinutes(_parts.Options.IdleScoreMinutes) : UnwantedMax;
        if (_host.IdleFor >= idleMax)
            _leave("Nobody has wanted this score for long.");
    }

    /// <summary>The nodes that watch are told to ask again, which brings the score to life elsewhere.</summary>
    public void Close()
    {
        _isClosed = true;
        _tenant.AwaitNoMore(_key);
        foreach (var link in _links)
            link.Leave();
        _host.Dispose();
    }

    public void Dispose() => _host.Dispose();

    /// <summary>Another one may live elsewhere already, and must not be spoken for here.</summary>
    private void RefuseWhenClosed()
    {
        if (_isClosed)
            throw new InvalidOperationException("The score moves. Ask again.");
    }

    private void Want()
    {
        RefuseWhenClosed();
        if (_isWanted)
            return;
        _isWanted = true;
        _tenant.Await(_key, stored =>
        {
            _tenant.AwaitNoMore(_key);
            _host.KeyBorn(stored);
        });
        _ = _host.RunAsync();
        _ = ForgetWhenBornAsync();
    }

    /// <summary>A score whose key is known already waits for no birth.</summary>
    private async Task ForgetWhenBornAsync()
    {
        try
        {
            if (await _tenant.FindAsync(_key, CancellationToken.None) is not null)
                _tenant.AwaitNoMore(_key);
        }
        catch (StoreUnavailableException)
        {
            // It goes on waiting, which costs one small read a second.
        }
    }

    private async Task<ReadAnswer> AnswerAsync(Func<CancellationToken, Task<ReadAnswer>> read, CancellationToken cancellation)
    {
        Want();
        using var time = new CancellationTokenSource(WaitMax, _parts.NodeTime);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, time.Token);
        try
        {
            return await read(limit.Token);
        }
        catch (NotYetException failure)
        {
            return new ReadAnswer(ReadStatus.NotYet, Detail: failure.Message);
        }
        catch (OperationCanceledException)
        {
            return _host.IsLoaded
                ? new ReadAnswer(ReadStatus.NotYet, Detail: "The score has not reached that position yet.")
                : new ReadAnswer(ReadStatus.Unavailable, Detail: "The score could not be loaded in time. Try again.");
        }
        catch (StoreUnavailableException failure)
        {
            return new ReadAnswer(ReadStatus.Unavailable, Detail: failure.Message);
        }
    }
}
