using Microsoft.Extensions.Logging;
using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using Orleans.Runtime;

namespace NpsRealtime.Grains.Partitions;

/// <summary>
/// Sends what a node has for one partition, in the order in which it was taken: whatever waits goes in one call, and one call is under
/// way. So calls cost little under load, and a repetition never overtakes what came after it.
/// <para>
/// A call whose outcome is unknown is repeated only when the first can no longer be carried out: it says until when it may, and the
/// sender waits for that, and half a second more for clocks that differ. Whoever is frozen in the middle of it is fenced by the
/// database. Thread-safe.
/// </para>
/// </summary>
internal sealed class PartitionSender
{
    /// <summary>How long a call may wait at the partition before it is decided on; less than a grain call's five seconds.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2.5);

    /// <summary>
    /// The same for a repetition. Until a silo is declared dead, calls to it break at once, and each is repeated only when it is over: the
    /// shorter that is, the sooner one of them comes after the declaration.
    /// </summary>
    private static readonly TimeSpan RepetitionWaitMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClockDifferenceMax = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How old a request may be when a call begins that holds it. A call takes five seconds at most, and a little more under load, so
    /// that no caller is held up for more than 15 seconds, however long it waited here for the call before.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8.5);
    private const int RefusalsMax = 4;

    /// <summary>
    /// Bytes of requests after which a call is full. Orleans refuses messages of 100 MB, and the probes of the silos travel behind a message
    /// on the same connection: while a large one is sent, a silo would look dead.
    /// </summary>
    private const int CallBytesMax = 16 * 1_048_576;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private readonly Guid _id = Guid.NewGuid();
    private readonly IResponsePartitionGrain _grain;
    private readonly int _partition;
    private readonly ScoringParts _parts;
    private readonly string _tenant;
    private readonly int _tenantId;
    private readonly ILogger _logger;
    private long _number;
    private bool _isSending;

    public PartitionSender(Tenant tenant, int partition, IGrainFactory grains, ScoringParts parts, ILogger logger)
    {
        _tenant = tenant.Name;
        _tenantId = tenant.Id;
        _logger = logger;
        _grain = grains.GetGrain<IResponsePartitionGrain>(GrainKeys.Partition(tenant.Name, partition));
        _partition = partition;
        _parts = parts;
    }

    /// <summary>Queues the requests of a batch that belong here (null: all of them). Each gets its outcome.</summary>
    public void Enqueue(WaitingBatch batch, int[]? indexes = null)
    {
        var now = TimeProvider.System.GetTimestamp();
        lock (_gate)
        {
            for (var place = 0; place < (indexes?.Length ?? batch.Requests.Count); place++)
                _waiting.Enqueue(new Waiting(batch, indexes?[place] ?? place, now));
            if (_isSending)
                return;
            _isSending = true;
        }

        _ = Task.Run(SendAllAsync);
    }

    private async Task SendAllAsync()
    {
        Tracing.BeginAnew();
        while (Take() is { } taken)
        {
            try
            {
                await SendAsync(taken);
            }
            catch (Exception failure)
            {
                _parts.Log.Unforeseen("sender", failure);
                GiveUp(taken, "Something went wrong here. Send it again; that is safe.");
            }
        }
    }

    private List<Waiting>? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isSending = false;
                return null;
            }

            var taken = new List<Waiting>(Math.Min(_waiting.Count, _parts.Options.GroupResponsesMax));
            var bytes = 0;
            while (taken.Count < _parts.Options.GroupResponsesMax && bytes < CallBytesMax && _waiting.TryDequeue(out var next))
            {
                taken.Add(next);
                bytes += next.Batch.Requests[next.Index].WaitingBytes;
            }

            return taken;
        }
    }

    /// <summary>Sends until every request has its outcome.</summary>
    private async Task SendAsync(List<Waiting> taken)
    {
        var left = taken;
        var refusals = 0;
        while (left.Count > 0)
        {
            var outcomes = await CallAsync(left);
            if (outcomes is null)
            {
                Log.GivenUp(_logger, _tenant, _partition, left.Count);
                GiveUp(left, "The node that takes these responses does not answer. Send it again; that is safe.");
                GiveUpOn(waiting => TimeProvider.System.GetElapsedTime(waiting.Since) > Patience);
                return;
            }

            var decided = DecidedOf(outcomes);
            for (var index = 0; index < decided; index++)
                left[index].Batch.Decide(left[index].Index, outcomes[index]);
            left = left[decided..];
            if (left.Count == 0)
                return;
            if (++refusals >= RefusalsMax)
            {
                GiveUp(left, outcomes[decided].Detail ?? "The database is not reachable. Send it again; that is safe.");
                return;
            }

            // The partition moved, or waited too long, or the database is away: nothing of what is left will be carried out.
            await Task.Delay(Pause, TimeProvider.System);
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

    /// <summary>One call, repeated while its outcome is unknown. Null when that took too long.</summary>
    private async Task<ResponseOutcome[]?> CallAsync(List<Waiting> waiting)
    {
        var requests = waiting.ConvertAll(one => one.Batch.Requests[one.Index]).ToArray();
        var number = ++_number;
        var began = TimeProvider.System.GetTimestamp();
        var oldest = waiting.Min(one => one.Since);
        using var activity = Tracing.Send(_tenant, _partition, requests.Length);
        for (var isRepetition = false; ; isRepetition = true)
        {
            var until = _parts.Time.GetUtcNow() + (isRepetition ? RepetitionWaitMax : WaitMax);
            var isRefused = false;
            try
            {
                var answer = await _grain.IngestAsync(new IngestCall(_id, number, until, requests, _tenantId));
                return answer.Outcomes;
            }
            catch (Exception failure)
            {
                var waited = (long)TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
                Log.NoAnswer(_logger, _tenant, _partition, requests.Length, waited, $"{failure.GetType().Name}: {failure.Message}");

                // A silo that turned the call away has not begun it; one that went away meanwhile may have.
                isRefused = failure is OrleansMessageRejectionException and not SiloUnavailableException;
            }

            var still = isRefused ? TimeSpan.Zero : until + ClockDifferenceMax - _parts.Time.GetUtcNow();
            var pause = still > Pause ? still : Pause;
            if (TimeProvider.System.GetElapsedTime(oldest) + pause > Patience)
                return null;
            await Task.Delay(pause, TimeProvider.System);
        }
    }

    private void GiveUpOn(Predicate<Waiting> isOld)
    {
        var old = new List<Waiting>();
        lock (_gate)
        {
            while (_waiting.TryPeek(out var next) && isOld(next))
                old.Add(_waiting.Dequeue());
        }

        GiveUp(old, "The node that takes these responses does not answer. Send it again; that is safe.");
    }

    private void GiveUp(List<Waiting> waiting, string detail)
    {
        foreach (var one in waiting)
        {
            if (!one.Batch.IsDecided(one.Index))
                one.Batch.Decide(one.Index, new ResponseOutcome(ResponseStatus.Unavailable, _partition, 0, detail));
        }
    }

    /// <summary>One request of a batch.</summary>
    private readonly record struct Waiting(WaitingBatch Batch, int Index, long Since);
}
