using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// One of a tenant's response partitions: the only writer of its slice of responses and tallies. It gathers what waits into
/// groups, one of which at a time is with a committer; knows the activation and head that its next commit must find; and keeps
/// what the live scores still have to be told. It decides and remembers; committing is the <see cref="Committer"/>'s. Thread-safe.
/// </summary>
public sealed class ResponsePartition
{
    private static readonly TimeSpan ConfirmationAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DownsamplingPutOffFor = TimeSpan.FromSeconds(10);

    private const int PressedCountMax = 500;

    private readonly Lock _gate = new();
    private readonly AsyncMutex _starting = new();
    private readonly Queue<(WaitingBatch Batch, int[]? Indexes)> _waiting = new();
    private readonly IResponseStore _store;
    private readonly ScoringOptions _options;
    private readonly TimeProvider _time;
    private readonly IScoringLog _log;
    private (WaitingBatch Batch, int[]? Indexes, int Next)? _partial;
    private (Task Done, long BeganAt)? _confirmation;
    private Action? _tellWhenPressed;
    private int _waitingCount;
    private long _headMax;
    private bool _isTaken;
    private bool _isDownsamplingWanted;
    private long? _downsamplingPutOffAt;

    public ResponsePartition(
        PartitionAddress address, TenantKeys keys, IResponseStore store, ScoringOptions options, TimeProvider time, IScoringLog log)
    {
        Address = address;
        Keys = keys;
        Outbox = new RollUpOutbox(address.Partition, time, options);
        _store = store;
        _options = options;
        PressedCount = PressedCountOf(options);
        _time = time;
        _log = log;
    }

    public PartitionAddress Address { get; }

    public TenantKeys Keys { get; }

    public RollUpOutbox Outbox { get; }

    /// <summary>
    /// Deciding about so many waiting requests is worth doing early; fewer gather until the commit before is done, and then share one.
    /// </summary>
    internal int PressedCount { get; }

    /// <summary>So many waiting requests are much: worth deciding about, or sending, while those before them are being committed.</summary>
    public static int PressedCountOf(ScoringOptions options) => Math.Clamp(options.GroupResponsesMax / 4, 1, PressedCountMax);

    /// <summary>Whether what exists must be read before the next group is decided.</summary>
    internal NewIdGuess NewIds { get; } = new();

    /// <summary>What the partition believes the store says of it; null before it is started, and after it has lost its fence.</summary>
    public PartitionState? State { get; private set; }

    /// <summary>Raised when attached scores have something to be told; handlers must not block.</summary>
    public event Action? NewsForScores;

    /// <summary>
    /// Queues the requests of a batch that belong here (null: all of them). Returns whether a committer must be told that the
    /// partition has work; once told, it need not be told again until <see cref="Release"/>.
    /// </summary>
    public bool Enqueue(WaitingBatch batch, int[]? indexes = null)
    {
        Action? tell = null;
        bool isFree;
        lock (_gate)
        {
            _waiting.Enqueue((batch, indexes));
            _waitingCount += indexes?.Length ?? batch.Requests.Count;
            isFree = !_isTaken && (_isTaken = true);
            if (_waitingCount >= PressedCount)
                (tell, _tellWhenPressed) = (_tellWhenPressed, null);
        }

        tell?.Invoke();
        return isFree;
    }

    /// <summary>Whether so much waits that deciding about it must not wait for the commit before.</summary>
    public bool IsPressed
    {
        get
        {
            lock (_gate)
                return _waitingCount >= PressedCount;
        }
    }

    /// <summary>Whether anything waits, or is being committed.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
                return _isTaken;
        }
    }

    /// <summary>Has <paramref name="tell"/> called once when the partition becomes pressed; null takes that back.</summary>
    public void TellWhenPressed(Action? tell)
    {
        lock (_gate)
            _tellWhenPressed = tell;
    }

    /// <summary>
    /// Asks for a downsampling at the next opportunity. Returns whether a committer must be told, as with <see cref="Enqueue"/>.
    /// </summary>
    public bool WantDownsampling()
    {
        lock (_gate)
        {
            if (_downsamplingPutOffAt is { } at && _time.GetElapsedTime(at) < DownsamplingPutOffFor)
                return false;
            _isDownsamplingWanted = true;
            return !_isTaken && (_isTaken = true);
        }
    }

    /// <summary>A downsampling has failed: for a while none is wanted, since whoever asks does so each second.</summary>
    public void PutOffDownsampling()
    {
        lock (_gate)
            _downsamplingPutOffAt = _time.GetTimestamp();
    }

    /// <summary>Whether a downsampling was asked for; asked once, answered once.</summary>
    public bool TakeDownsamplingWanted()
    {
        lock (_gate)
            return _isDownsamplingWanted && !(_isDownsamplingWanted = false);
    }

    /// <summary>What waits, up to the bound, in the order of arrival; empty when nothing does.</summary>
    public Group TakeGroup() => TakeGroup(_options.GroupResponsesMax);

    /// <summary>What waits, up to so many, in the order of arrival; empty when nothing does.</summary>
    internal Group TakeGroup(int responsesMax)
    {
        lock (_gate)
        {
            var group = new Group(Math.Min(_waitingCount, responsesMax));
            while (group.Count < responsesMax && (_partial ?? NextWaiting()) is { } from)
            {
                var count = from.Indexes?.Length ?? from.Batch.Requests.Count;
                for (; from.Next < count && group.Count < responsesMax; from.Next++)
                    group.Add(from.Batch, from.Indexes?[from.Next] ?? from.Next);
                _partial = from.Next < count ? from : null;
            }

            _waitingCount -= group.Count;
            return group;
        }
    }

    /// <summary>The committer is done with the partition. Returns whether more waits, and then the partition stays claimed.</summary>
    public bool Release()
    {
        lock (_gate)
            return _isTaken = _waiting.Count > 0 || _partial is not null || _isDownsamplingWanted;
    }

    /// <summary>Makes this object the partition's owner, unless it is already.</summary>
    public async ValueTask<PartitionState> StartAsync(CancellationToken cancellation)
    {
        if (State is { } state)
            return state;
        using var turn = await _starting.EnterAsync(cancellation);
        if (State is { } started)
            return started;
        state = await _store.StartPartitionAsync(
            Address, Guid.NewGuid(), Minute.DownsamplingLine(_time.GetUtcNow()), cancellation);
        lock (_gate)
        {
            // Before the state is there for anybody to begin with: a group must not be counted under numbers of a time that is gone.
            if (state.Head < _headMax)
                Keys.Doubt();
            _headMax = state.Head;
            _confirmation = (Task.CompletedTask, _time.GetTimestamp());
            Outbox.Start(state.Activation, state.Head);
            State = state;
        }

        _log.PartitionStarted(Address, state.Head);
        NewsForScores?.Invoke();
        return state;
    }

    /// <summary>Another owner or another history was found: everything believed is forgotten, and the next use starts anew.</summary>
    public void Lose(Guid activation)
    {
        lock (_gate)
        {
            if (State?.Activation != activation)
                return;
            State = null;
        }

        ScoringMeters.FenceLost();
        _log.FenceLost(Address);
    }

    /// <summary>A group of this activation is committed: the head moves, and attached scores will be told.</summary>
    public void Committed(Guid activation, long head, IReadOnlyList<TallyChange> changes)
    {
        bool news;
        lock (_gate)
        {
            if (State is not { } state || state.Activation != activation)
                return;
            State = state with { Head = head };
            _headMax = head;
            news = Outbox.Committed(head, changes);
        }

        if (news)
            NewsForScores?.Invoke();
    }

    /// <summary>Minutes were downsampled: the head moves as with a commit, and attached scores have nothing to be told.</summary>
    public void Downsampled(Guid activation, long head, Minute until)
    {
        lock (_gate)
        {
            if (State is not { } state || state.Activation != activation)
                return;
            State = state with { Head = head, DownsampledUntil = until };
            Outbox.Committed(head, []);
        }
    }

    /// <summary>
    /// Notes a key for roll-ups and answers with what it has not acknowledged, after confirming in the database that this is
    /// still the owner (once for all who ask in the same second).
    /// </summary>
    public async Task<RollUp> AttachAsync(int keyId, bool isWatched, CancellationToken cancellation)
    {
        await ConfirmAsync(cancellation);
        await StartAsync(cancellation);
        return Outbox.Attach(keyId, isWatched);
    }

    /// <summary>Whoever asks within a second of a confirmation's beginning shares it, and waits until it is done.</summary>
    private Task ConfirmAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (State is not { } believed)
                return Task.CompletedTask;
            if (_confirmation is not { } known || known.Done is { IsCompleted: true, IsCompletedSuccessfully: false } || _time.GetElapsedTime(known.BeganAt) >= ConfirmationAge)
                _confirmation = known = (LookAsync(believed), _time.GetTimestamp());
            return known.Done.WaitAsync(cancellation);
        }
    }

    private async Task LookAsync(PartitionState believed)
    {
        await Task.Yield();
        var found = await _store.LookAsync(Address, wait: false, CancellationToken.None);
        bool isMine;
        lock (_gate)
        {
            // A commit under way may have come through before its answer; nobody else can have moved the head past it.
            isMine = found.Activation == believed.Activation && found.Head >= believed.Head
                && (State?.Activation != believed.Activation || found.Head <= State.Head + 1);
        }

        if (!isMine)
            Lose(believed.Activation);
    }

    private (WaitingBatch Batch, int[]? Indexes, int Next)? NextWaiting() =>
        _waiting.TryDequeue(out var waiting) ? (waiting.Batch, waiting.Indexes, 0) : null;
}
