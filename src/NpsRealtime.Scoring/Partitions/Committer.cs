using System.Threading.Channels;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// Commits the waiting groups of many partitions, in two kinds of lanes: one for partitions in which little waits, and one for
/// those in which much does. So a few responses wait at most for the transaction that is being written, and never for the
/// deciding of a large group. A node runs as many lanes of each kind as its store asks for; a partition is with one lane at a time.
/// </summary>
/// <param name="store">Where to.</param>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where an operator is told.</param>
/// <param name="fencesLostMax">
/// How many fences a group may lose before its senders are told: two where senders wait here, so that the group is routed once more.
/// One in a cluster: there the sender's node routes it again, in its order, since only the node knows whether it has done so already.
/// </param>
/// <param name="bulk">Who works on partitions in which much waits; null for whoever calls <see cref="RunAsync"/>.</param>
public sealed class Committer(
    IResponseStore store, ScoringOptions options, TimeProvider time, IScoringLog log, int fencesLostMax = 2, TaskScheduler? bulk = null)
{
    private readonly GroupBound _bound = new(options, time, store.BulkRestFactor);
    private readonly StoreCondition _condition = new(store, time, log);
    private readonly Channel<ResponsePartition> _few = Channel.CreateUnbounded<ResponsePartition>();
    private readonly Channel<ResponsePartition> _many = Channel.CreateUnbounded<ResponsePartition>();

    /// <summary>Bytes of one tenant's bulk that are worth having in hand, so that neither the lanes nor the others wait.</summary>
    public long BulkBytesMax => _bound.IsShared ? GroupBound.SharedBytesMax : long.MaxValue;

    /// <summary>Why the database takes no commits, as a sentence for an operator; null when nothing is known to be wrong.</summary>
    public string? StoreFault => _condition.Fault;

    /// <summary>Hands over a partition that has work; see <see cref="ResponsePartition.Enqueue"/>.</summary>
    public void Ready(ResponsePartition partition)
    {
        if (!TryReady(partition))
            RefuseRest(partition);
    }

    /// <summary>No more is taken; <see cref="RunAsync"/> ends when everything handed over is committed.</summary>
    public void Complete()
    {
        _few.Writer.TryComplete();
        _many.Writer.TryComplete();
    }

    /// <summary>Commits until <see cref="Complete"/>. May run several times side by side.</summary>
    public Task RunAsync()
    {
        var few = Lane(_few.Reader, isBulk: false).RunAsync();
        var many = Lane(_many.Reader, isBulk: true);
        return Task.WhenAll(few, bulk is null ? many.RunAsync() : Start(many, bulk));
    }

    private static Task Start(CommitLane lane, TaskScheduler scheduler) =>
        Task.Factory.StartNew(lane.RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();

    private CommitLane Lane(ChannelReader<ResponsePartition> ready, bool isBulk) =>
        new(ready, TryReady, isBulk, _bound, store, options, time, log, _condition, fencesLostMax);

    private bool TryReady(ResponsePartition partition) =>
        (partition.IsPressed || _bound.IsBulk(partition.Address.TenantId) ? _many : _few).Writer.TryWrite(partition);

    private static void RefuseRest(ResponsePartition partition)
    {
        do
        {
            partition.TakeGroup().AnswerAll(new ResponseOutcome(
                ResponseStatus.Unavailable, partition.Address.Partition, 0, "The server is stopping. Send it again; that is safe."));
        }
        while (partition.Release());
    }
}
