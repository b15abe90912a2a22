using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Grains.Scores;

/// <summary>
/// Hosts a <see cref="LiveScoreHost"/>. Every call may interleave: the host guards itself, and observers come and go between awaits
/// only. It comes to life when somebody reads or watches; a roll-up alone, which may still be under way to a score that is gone,
/// does not wake it.
/// </summary>
internal sealed class ScoreGrain(SiloScoring silo, NodeTenants tenants, ScoringParts parts)
    : Grain, IScoreGrain, IDisposable
{
    // Shorter than the five seconds after which a grain call is given up: the caller asks again, and goes on waiting.
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan UnwantedMax = TimeSpan.FromMinutes(1);

    private readonly Dictionary<IScoreObserver, ObserverLink> _observers = [];
    private readonly Guid _source = Guid.NewGuid();
    private NodeTenant _tenant = null!;
    private ScoreKey _key = null!;
    private LiveScoreHost _host = null!;
    private ObserverLink[] _links = [];
    private bool _isWanted;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (name, text) = GrainKeys.Split(this.GetPrimaryKeyString());
        if (!ScoreKey.TryParse(text, out var key, out var fault))
            throw new InvalidOperationException($"'{text}' is no score key. {fault}");
        _key = key;
        _tenant = await tenants.FindAsync(name, cancellationToken)
            ?? throw new InvalidOperationException($"There is no tenant '{name}'.");
        _host = new LiveScoreHost(
            new LiveScore(_tenant.Tenant, key), new ScoreLinks(_tenant, key, GrainFactory, silo, parts), parts.Time, parts.Options, parts.Log);
        silo.Add(this);
    }

    /// <summary>The nodes that watch are told to ask again, which brings the score to life elsewhere.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        silo.Remove(this);
        if (_host is null)
            return Task.CompletedTask;
        _tenant.AwaitNoMore(_key);
        foreach (var link in _links)
            link.Leave();
        _host.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _host?.Dispose();

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

    public Task<bool> ReceiveAsync(RollUpMessage message)
    {
        if (_isWanted)
            _host.Receive(message.RollUp);
        return Task.FromResult(_isWanted);
    }

    public Task<ScoreNews> ObserveAsync(IScoreObserver observer, string[] windows)
    {
        Want();
        _host.Touch();
        if (!_observers.TryGetValue(observer, out var link))
        {
            _observers[observer] = link = new ObserverLink(_host, observer, _source, parts);
            _links = [.. _observers.Values];
        }

        return Task.FromResult(link.Renew(windows));
    }

    public Task EndAsync(IScoreObserver observer)
    {
        if (_observers.Remove(observer, out var link))
        {
            _links = [.. _observers.Values];
            link.Dispose();
        }

        return Task.CompletedTask;
    }

    /// <summary>Once a second, from outside the grain's own turns: everything called here guards itself.</summary>
    public void Tick()
    {
        if (_tenant.Tenant.IsDeleted)
        {
            GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The tenant was deleted."));
            return;
        }

        _host.Tick();
        foreach (var link in _links)
            link.EndWhenLapsed();
        var idleMax = _isWanted ? TimeSpan.FromMinutes(parts.Options.IdleScoreMinutes) : UnwantedMax;
        if (_host.IdleFor >= idleMax)
            GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Nobody has wanted this score for long."));
    }

    private void Want()
    {
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
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(WaitMax);
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
