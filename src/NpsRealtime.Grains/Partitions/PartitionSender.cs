using Microsoft.Extensions.Logging;
using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using Orleans.Runtime;

namespace NpsRealtime.Grains.Partitions;

/// <summary>
/// Sends what a node has for one partition. One that lives in this process takes it as it comes, with no call. To any other whatever waits
/// goes in one call. While much waits, up to four calls are under way, so that the
/// partition decides about the next while it commits the one before; a few gather meanwhile, and then share a call.
/// <para>
/// Calls that are under way at the same time never hold the same id: so in whatever order they arrive, are lost and are repeated, what was sent
/// first under an id is carried out first. A call whose outcome is unknown is repeated only when the first can no longer be carried out: it
/// says until when it may, and the sender waits for that, and half a second more for clocks that differ. So does who gives up, since
/// what is answered "unavailable" must not be carried out afterwards. Whoever is frozen in the middle of it is fenced by the database.
/// Thread-safe.
/// </para>
/// </summary>
internal class PartitionSender
{
    /// <summary>How long a call may wait at the partition before it is decided on; less than a grain call's five seconds.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2.2);

    /// <summary>
    /// The same for a repetition. Until a silo is declared dead, calls to it break at once, and each is repeated only when it is over: the
    /// shorter that is, the sooner one of them comes after the declaration. Where the partition has still to begin, it may answer that this was
    /// too short; the next call has the usual time.
    /// </summary>
    private static readonly TimeSpan RepetitionWaitMax = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ClockDifferenceMax = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How old a request may be when it is given to one more call. A call takes five seconds at most, and a little more under load, so that no
    /// caller is held up for more than 15 seconds, however long it waited here for the call before. Who sends a stream waits for longer, unless
    /// there was trouble: it is held up by nothing but its own.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8.5);
    private const int RefusalsMax = 4;
    private const int LanesMax = 4;

    /// <summary>
    /// Bytes of requests after which a call is full. Orleans refuses messages of 100 MB, and the probes of the silos travel behind the messages
    /// on the same connection: while large ones are sent, a silo would look dead.
    /// </summary>
    private const int CallBytesMax = 4 * 1_048_576;

    private const string NoAnswer = "The node that takes these responses does not answer. Send it again; that is safe.";

    private readonly Lock _gate = new();
    private readonly Queue<WaitingRequest> _waiting = new();
    private readonly CallLane[] _lanes = [.. Enumerable.Range(0, LanesMax).Select(_ => new CallLane())];
    private readonly Func<Task> _begin;
    private readonly Action _handedOverIsDecided;
    private readonly IClusterGrains _grains;
    private readonly IResponsePartitionGrain _grain;
    private readonly int _partition;
    private readonly int _muchWaits;
    private readonly ScoringParts _parts;
    private readonly Tenant _tenant;
    private readonly ILogger _logger;

    // Taken already, and put back since an id of theirs is under way: they come before what waits.
    private List<WaitingRequest> _heldBack = [];
    private bool _isHeldBack;
    private int _handedOver;
    private HostedPartition? _handedTo;
    private bool _isBeginning;

    public PartitionSender(Tenant tenant, int partition, IClusterGrains grains, ScoringParts parts, ILogger logger)
    {
        _tenant = tenant;
        _logger = logger;
        _grains = grains;
        _grain = grains.Partition(tenant.Name, partition);
        _partition = partition;
        _parts = parts;
        _muchWaits = ResponsePartition.PressedCountOf(parts.Options);
        _handedOverIsDecided = HandedOverIsDecided;
        _begin = () =>
        {
            Tracing.BeginAnew();
            BeginCalls();
            return Task.CompletedTask;
        };
    }

    /// <summary>Queues the requests of a batch that belong here (null: all of them). Each gets its outcome.</summary>
    public void Enqueue(WaitingBatch batch, int[]? indexes = null)
    {
        var now = _parts.NodeTime.GetTimestamp();
        lock (_gate)
        {
            if (indexes is null && IsIdle() && TryHandOver(batch))
                return;
            for (var place = 0; place < (indexes?.Length ?? batch.Requests.Count); place++)
                _waiting.Enqueue(new WaitingRequest(batch, indexes?[place] ?? place, now));
            if (!MayBegin())
                return;
            _isBeginning = true;
        }

        _ = _parts.Begin(_begin);
    }

    /// <summary>Whether a request has to wait since one of the same id is under way.</summary>
    protected virtual bool IsUnderWay(CallLane[] others, IdHash id)
    {
        foreach (var lane in others)
        {
            if (lane.Holds(id))
                return true;
        }

        return false;
    }

    /// <summary>How long a call that was answered by nobody may still be carried out.</summary>
    protected virtual TimeSpan StillPossible(DateTimeOffset until) => until + ClockDifferenceMax - _parts.Time.GetUtcNow();

    /// <summary>
    /// Gives a whole batch to a partition in this process, when nothing is under way that it could overtake; and nothing is sent elsewhere
    /// until it is decided, or that could overtake it.
    /// </summary>
    private bool TryHandOver(WaitingBatch batch)
    {
        // A partition that closed and lives here again could decide this before the one that closed has decided what it took.
        if (_grains.Here(_tenant.Name, _partition) is not { } here || (_handedOver > 0 && here != _handedTo))
            return false;
        _handedTo = here;
        batch.WhenDecided = _handedOverIsDecided;
        _handedOver++;
        if (here.TryTake(_tenant, batch))
            return true;
        batch.WhenDecided = null;
        _handedOver--;
        return false;
    }

    private void HandedOverIsDecided()
    {
        lock (_gate)
        {
            if (--_handedOver > 0 || !MayBegin())
                return;
            _isBeginning = true;
        }

        _ = _parts.Begin(_begin);
    }

    /// <summary>Whether nothing of this sender waits or is under way.</summary>
    protected virtual bool IsIdle() =>
        _waiting.Count == 0 && _heldBack.Count == 0 && !_isBeginning && Array.TrueForAll(_lanes, lane => lane.IsFree);

    private bool MayBegin()
    {
        var waiting = _waiting.Count + _heldBack.Count;
        return !_isBeginning && !_isHeldBack && waiting > 0 && _handedOver == 0
            && (Array.TrueForAll(_lanes, lane => lane.IsFree) || (waiting >= _muchWaits && Array.Exists(_lanes, lane => lane.IsFree)));
    }

    /// <summary>Begins as many calls as there is reason for. Whoever calls has set that it is being done.</summary>
    private void BeginCalls()
    {
        while (true)
        {
            List<WaitingRequest> taken;
            var old = new List<WaitingRequest>();
            lock (_gate)
            {
                _isBeginning = false;
                if (!MayBegin())
                    return;
                _isBeginning = true;
                taken = Take(old);
            }

            GiveUp(old, "Too much is waiting. Send it again; that is safe.");
            CallLane? lane;
            lock (_gate)
                lane = Assign(ref taken);
            if (lane is not null)
                _ = SendAsync(lane, taken);
        }
    }

    private List<WaitingRequest> Take(List<WaitingRequest> old)
    {
        var taken = new List<WaitingRequest>(Math.Min(_heldBack.Count + _waiting.Count, _parts.Options.GroupResponsesMax));
        long bytes = 0;
        foreach (var waiting in _heldBack)
            Add(waiting);
        _heldBack = [];
        while (taken.Count < _parts.Options.GroupResponsesMax && bytes < CallBytesMax && _waiting.TryDequeue(out var next))
            Add(next);
        return taken;

        void Add(in WaitingRequest waiting)
        {
            bytes += waiting.Request.WaitingBytes;
            (!waiting.Batch.IsPatient && IsOld(waiting.Since) ? old : taken).Add(waiting);
        }
    }

    /// <summary>Gives the requests to a free lane, up to the first whose id is under way; with that one and what follows it waits.</summary>
    private CallLane? Assign(ref List<WaitingRequest> taken)
    {
        var others = Array.FindAll(_lanes, lane => !lane.IsFree);
        var count = others.Length == 0 ? -1 : taken.FindIndex(waiting => IsUnderWay(others, waiting.Request.IdHash));
        if (count >= 0)
        {
            _heldBack = taken[count..];
            _isHeldBack = true;
            taken = taken[..count];
        }

        if (taken.Count == 0)
            return null;
        var lane = Array.Find(_lanes, lane => lane.IsFree)!;
        lane.Begin(taken);
        return lane;
    }

    private async Task SendAsync(CallLane lane, List<WaitingRequest> taken)
    {
        var isTroubled = true;
        try
        {
            isTroubled = await SendAllAsync(lane, taken);
        }
        catch (Exception failure)
        {
            _parts.Log.Unforeseen("sender", failure);
            GiveUp(taken, "Something went wrong here. Send it again; that is safe.");
        }

        List<WaitingRequest> old;
        bool isMore;
        lock (_gate)
        {
            lane.End();
            _isHeldBack = false;
            old = isTroubled ? TakeOld() : [];
            isMore = MayBegin();
            _isBeginning |= isMore;
        }

        GiveUp(old, NoAnswer);
        if (isMore)
            BeginCalls();
    }

    /// <summary>Sends until every request has its outcome. Returns whether that was not to be had at once.</summary>
    private async Task<bool> SendAllAsync(CallLane lane, List<WaitingRequest> taken)
    {
        var left = taken;
        for (var refusals = 0; ;)
        {
            var (outcomes, isTroubled) = await CallAsync(lane, left);
            if (outcomes is null)
            {
                Log.GivenUp(_logger, _tenant.Name, _partition, left.Count);
                GiveUp(left, NoAnswer);
                return true;
            }

            var decided = DecidedOf(outcomes);
            for (var index = 0; index < decided; index++)
                left[index].Batch.Decide(left[index].Index, outcomes[index]);
            left = left[decided..];
            if (left.Count == 0)
                return isTroubled || refusals > 0;

            // The partition moved, or waited too long, or the database is away: nothing of what is left will be carried out. While this node
            // knows that the database is away, trying again would only keep the sender from being told.
            var isLast = ++refusals >= RefusalsMax || _parts.Store.Fault is not null;
            if (!isLast)
                await Task.Delay(Pause, _parts.NodeTime);
            if (isLast || IsOld(left.Min(waiting => waiting.Since)))
            {
                GiveUp(left, outcomes[decided].Detail ?? "The database is not reachable. Send it again; that is safe.");
                return true;
            }
        }
    }

    /// <summary>
    /// How many outcomes stand. Those after them were not taken, and are sent again; unless something behind them was, since then
    /// sending again would change the order.
    /// </summary>
    private static int DecidedOf(ResponseOutcome[] outcomes)
    {
        var first = Array.FindIndex(outcomes, outcome => outcome.Status == ResponseStatus.Unavailable);
        return first < 0 || Array.Exists(outcomes[first..], outcome => outcome.Status != ResponseStatus.Unavailable) ? outcomes.Length : first;
    }

    /// <summary>One call, repeated while its outcome is unknown. No outcomes when that took too long.</summary>
    private async Task<(ResponseOutcome[]? Outcomes, bool IsTroubled)> CallAsync(CallLane lane, List<WaitingRequest> waiting)
    {
        var requests = waiting.ConvertAll(one => one.Request).ToArray();
        var number = lane.NextNumber();
        var began = _parts.NodeTime.GetTimestamp();
        var oldest = waiting.Min(one => one.Since);
        using var activity = Tracing.Send(_tenant.Name, _partition, requests.Length);
        for (var isRepetition = false; ; isRepetition = true)
        {
            var until = _parts.Time.GetUtcNow() + (isRepetition ? RepetitionWaitMax : WaitMax);
            var isRefused = false;
            try
            {
                var call = new IngestCall(lane.Id, number, until, requests, _tenant.Id);
                // Orleans looks once a second whose time is over.
                var answer = await _grain.IngestAsync(call).WaitAsync(until + ClockDifferenceMax - _parts.Time.GetUtcNow(), _parts.NodeTime);
                return (answer.Outcomes, isRepetition);
            }
            catch (Exception failure)
            {
                var waited = (long)_parts.NodeTime.GetElapsedTime(began).TotalMilliseconds;
                Log.NoAnswer(_logger, _tenant.Name, _partition, requests.Length, waited, $"{failure.GetType().Name}: {failure.Message}");

                // A silo that turned the call away has not begun it; one that went away meanwhile may have.
                isRefused = failure is OrleansMessageRejectionException and not SiloUnavailableException;
            }

            var still = isRefused ? TimeSpan.Zero : StillPossible(until);
            if (still > TimeSpan.Zero || !IsOld(oldest))
                await Task.Delay(still > Pause ? still : Pause, _parts.NodeTime);
            if (IsOld(oldest))
                return (null, true);
        }
    }

    private bool IsOld(long since) => _parts.NodeTime.GetElapsedTime(since) > Patience;

    /// <summary>What has waited for too long behind a call that met trouble would wait as long again.</summary>
    private List<WaitingRequest> TakeOld()
    {
        var old = _heldBack.TakeWhile(waiting => IsOld(waiting.Since)).ToList();
        _heldBack.RemoveRange(0, old.Count);
        while (_heldBack.Count == 0 && _waiting.TryPeek(out var next) && IsOld(next.Since))
            old.Add(_waiting.Dequeue());
        return old;
    }

    private void GiveUp(List<WaitingRequest> waiting, string detail)
    {
        foreach (var one in waiting)
        {
            if (!one.Batch.IsDecided(one.Index))
                one.Batch.Decide(one.Index, new ResponseOutcome(ResponseStatus.Unavailable, _partition, 0, detail));
        }
    }
}
