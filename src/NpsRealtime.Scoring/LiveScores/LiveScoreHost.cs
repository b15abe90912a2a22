using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.LiveScores;

/// <summary>
/// Keeps one live score alive: attaches to the partitions before it loads and again every ten seconds, loads when something may
/// have been missed, holds roll-ups while it loads, and shows changes to viewers. It answers nobody before its first load.
/// Both engines host it; it knows neither. Thread-safe.
/// </summary>
public sealed class LiveScoreHost : IDisposable
{
    /// <summary>How often an attachment is renewed.</summary>
    public static readonly TimeSpan AttachInterval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CatchUpInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LoadPause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly AsyncSignal _wake = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IScoreLinks _links;
    private readonly LiveScore _score;
    private readonly RollUpIntake _intake;
    private readonly ScorePublisher _publisher;
    private readonly LoadAttempts _attempts = new();
    private readonly TimeProvider _time;
    private readonly IScoringLog _log;
    private ScoreKey _key;
    private StoredKey? _stored;
    private bool _isRetired;
    private long? _loadedAt;
    private long _usedAt;

    public LiveScoreHost(LiveScore score, IScoreLinks links, TimeProvider time, ScoringOptions options, IScoringLog log)
    {
        _score = score;
        _intake = new RollUpIntake(score, log, time);
        _key = score.Key;
        _links = links;
        _time = time;
        _log = log;
        _usedAt = time.GetTimestamp();
        _publisher = new ScorePublisher(Take, time, options);
    }

    /// <summary>Whether somebody watches.</summary>
    public bool IsWatched => _publisher.IsWatched;

    /// <summary>The score key, with its label once that is known.</summary>
    public ScoreKey Key => _key;

    /// <summary>How long nobody has read or watched it.</summary>
    public TimeSpan IdleFor => IsWatched ? TimeSpan.Zero : _time.GetElapsedTime(Interlocked.Read(ref _usedAt));

    /// <summary>Whether it has loaded and can be read at once.</summary>
    public bool IsLoaded
    {
        get
        {
            lock (_gate)
                return _score.IsLoaded;
        }
    }

    /// <summary>Somebody wants it: it is not idle. False when it is retired, and another must be made.</summary>
    public bool Touch()
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _usedAt, _time.GetTimestamp());
            return !_isRetired;
        }
    }

    /// <summary>Retires it if nobody has wanted it for so long; who touched it a moment ago keeps it.</summary>
    public bool TryRetire(TimeSpan idleMax)
    {
        if (IsWatched)
            return false;
        lock (_gate)
            return _isRetired = _time.GetElapsedTime(_usedAt) >= idleMax;
    }

    /// <summary>Lives until disposed.</summary>
    public async Task RunAsync()
    {
        await Task.Yield();
        while (!_stopping.IsCancellationRequested)
        {
            var wait = await LiveAsync();
            await _wake.WaitAsync(wait, _time, _stopping.Token);
        }
    }

    /// <summary>Takes in what a partition says. Returns when it is held or applied; nothing is lost then.</summary>
    public void Receive(RollUp rollUp)
    {
        bool isChanged;
        bool isLoadDue;
        lock (_gate)
        {
            var wasLoadWanted = _intake.IsLoadWanted;
            isChanged = _intake.Receive(rollUp);
            isLoadDue = !wasLoadWanted && _intake.IsLoadWanted;
        }

        if (isLoadDue)
            _wake.Set();
        if (isChanged)
            _publisher.Changed();
    }

    /// <summary>The score's first response has given its key a number.</summary>
    public void KeyBorn(StoredKey stored)
    {
        lock (_gate)
        {
            _stored = stored;
            _key = stored.Key;
            _intake.NeedLoad();
        }

        _wake.Set();
    }

    /// <summary>The score now, or once everything up to <paramref name="after"/> is in.</summary>
    /// <exception cref="StoreUnavailableException">It could not load.</exception>
    /// <exception cref="NotYetException">The position was not reached in five seconds.</exception>
    public async Task<T> ReadAsync<T>(Func<LiveScore, DateTimeOffset, T> read, Position? after, CancellationToken cancellation)
    {
        Touch();
        var began = _time.GetTimestamp();
        await LoadedAsync(cancellation);
        while (after is not null && !await ReachedAsync(after, cancellation))
        {
            if (_time.GetElapsedTime(began) > ReadTimeout)
                throw new NotYetException("The score has not reached that position within 5 seconds.");
            await Task.Delay(CatchUpInterval, _time, cancellation);
        }

        lock (_gate)
            return read(_score, _time.GetUtcNow());
    }

    /// <summary>A snapshot of a window; see <see cref="ReadAsync"/>.</summary>
    public Task<ScoreSnapshot> ReadSnapshotAsync(Window window, Position? after, CancellationToken cancellation) =>
        ReadAsync((score, now) => score.Snapshot(window, now) with { Label = _key.Label }, after, cancellation);

    /// <summary>Shows a window to a listener until the result is disposed.</summary>
    public IDisposable Watch(Window window, Action<ScoreSnapshot> onChange)
    {
        // Partitions tell a watched score sooner than one that is only polled, and learn it from the next attachment.
        if (_publisher.Add(window, onChange))
            _wake.Set();
        return new WatchEnd(() =>
        {
            Touch();
            _publisher.Remove(window, onChange);
        });
    }

    /// <summary>Shows a listener of a window how it stands now, in order with all that it is shown; nothing before the first load.</summary>
    public void Show(Window window, Action<ScoreSnapshot> listener) => _publisher.Show(window, listener);

    /// <summary>Once a second: content ages out of windows when nothing arrives.</summary>
    public void Tick()
    {
        lock (_gate)
            _score.Downsample(_time.GetUtcNow());
        _publisher.Changed();
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _wake.Set();
        _publisher.Dispose();
        _attempts.Close(new StoreUnavailableException("The score was let go of here. Try again."));
    }

    /// <summary>One round: find the key, attach, load if needed. Returns how long the next round may wait.</summary>
    private async Task<TimeSpan> LiveAsync()
    {
        try
        {
            var found = _stored ?? await _links.FindKeyAsync(_stopping.Token);
            if (Know(found) is not { } stored)
            {
                _attempts.End(failure: null);
                _publisher.Changed();
                return AttachInterval;
            }

            var attached = await AttachAsync(stored.Id);
            if (IsLoadWanted())
            {
                // A flood that outruns the roll-ups makes a score load again and again; it must not load without a pause.
                if (_loadedAt is { } at && LoadPause - _time.GetElapsedTime(at) is var pause && pause > TimeSpan.Zero)
                    return pause;
                await LoadAsync(stored.Id);
            }

            return !attached ? RetryInterval : IsLoadWanted() ? LoadPause : AttachInterval;
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception failure)
        {
            _log.LoadFailed(_key.Text, failure);
            _attempts.End(failure as StoreUnavailableException
                ?? new StoreUnavailableException("The score could not be loaded. Try again.", failure));
            return RetryInterval;
        }
    }

    private bool IsLoadWanted()
    {
        lock (_gate)
            return _intake.IsLoadWanted;
    }

    /// <summary>
    /// Notes what was found of the key; it may have been born while it was looked for. Without a number no response can have had it: the
    /// score is empty, truly, until it is born.
    /// </summary>
    private StoredKey? Know(StoredKey? found)
    {
        lock (_gate)
        {
            _stored ??= found;
            if (_stored is { } stored)
                _key = stored.Key;
            else
                _score.Load(new ScoreLoad(new Dictionary<int, PartitionState>(), []), _time.GetUtcNow());
            return _stored;
        }
    }

    /// <summary>Attaches to every partition. Returns whether all answered; one that does not is tried again soon.</summary>
    private async Task<bool> AttachAsync(int keyId)
    {
        var attempts = new Task<bool>[_links.Partitions];
        for (var partition = 0; partition < attempts.Length; partition++)
            attempts[partition] = AttachAsync(partition, keyId);
        return (await Task.WhenAll(attempts)).All(answered => answered);
    }

    private async Task<bool> AttachAsync(int partition, int keyId)
    {
        try
        {
            Receive(await _links.AttachAsync(partition, keyId, IsWatched, _stopping.Token));
            return true;
        }
        catch (Exception failure) when (!_stopping.IsCancellationRequested)
        {
            _log.LoadFailed(_key.Text, failure);
            return false;
        }
    }

    private async Task LoadAsync(int keyId)
    {
        lock (_gate)
            _intake.BeginLoad();
        try
        {
            var load = await _links.LoadAsync(keyId, IsWatched, _stopping.Token);
            ScoringMeters.Loaded();
            _loadedAt = _time.GetTimestamp();
            lock (_gate)
                _intake.EndLoad(load);
        }
        catch
        {
            lock (_gate)
                _intake.FailLoad();
            throw;
        }

        _attempts.End(failure: null);
        _publisher.Changed();
    }

    private ScoreSnapshot? Take(Window window)
    {
        lock (_gate)
        {
            return _score.IsLoaded
                ? _score.Snapshot(window, _time.GetUtcNow()) with { Label = _key.Label }
                : null;
        }
    }

    private Task LoadedAsync(CancellationToken cancellation)
    {
        // Taken before the look, so that an attempt that succeeds in between is not missed.
        var attempt = _attempts.Present;
        return IsLoaded ? Task.CompletedTask : LoadAttempts.WaitAsync(attempt, ReadTimeout, _time, cancellation);
    }

    /// <summary>Whether everything up to a position is in. Where it is not, the partitions are asked for it at once.</summary>
    private async Task<bool> ReachedAsync(Position position, CancellationToken cancellation)
    {
        if (_stored is null && await _links.FindKeyAsync(cancellation) is { } born)
            KeyBorn(born);
        if (_stored is not { } stored)
            return true; // No response ever had the key, so nothing up to any position can be in it.
        foreach (var partition in Behind(position))
            Receive(await _links.AttachAsync(partition, stored.Id, IsWatched, cancellation));
        return Behind(position).Count == 0;
    }

    private List<int> Behind(Position position)
    {
        lock (_gate)
        {
            return [.. position.Heads
                .Where(head => head.Key < _links.Partitions && _score.HeadOf(head.Key) < head.Value)
                .Select(head => head.Key)];
        }
    }
}
