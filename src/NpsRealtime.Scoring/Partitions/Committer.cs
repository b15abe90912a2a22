using System.Threading.Channels;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// Commits the waiting groups of many partitions. A node runs as many lanes as its store asks for, on one queue; a partition is
/// with one lane at a time.
/// </summary>
/// <param name="store">Where to.</param>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where an operator is told.</param>
/// <param name="fencesLostMax">
/// How many fences a group may lose before its senders are told: two where senders wait here, so that the group is routed once more.
/// One in a cluster: there the sender's node routes it again, in its order, since only the node knows whether it has done so already.
/// </param>
public sealed class Committer(IResponseStore store, ScoringOptions options, TimeProvider time, IScoringLog log, int fencesLostMax = 2)
{
    private readonly GroupBound _bound = new(options, time);
    private readonly Channel<ResponsePartition> _ready = Channel.CreateUnbounded<ResponsePartition>();

    /// <summary>Hands over a partition that has work; see <see cref="ResponsePartition.Enqueue"/>.</summary>
    public void Ready(ResponsePartition partition)
    {
        if (!_ready.Writer.TryWrite(partition))
            RefuseRest(partition);
    }

    /// <summary>No more is taken; <see cref="RunAsync"/> ends when everything handed over is committed.</summary>
    public void Complete() => _ready.Writer.TryComplete();

    /// <summary>Commits until <see cref="Complete"/>. May run several times side by side.</summary>
    public Task RunAsync() => new CommitLane(_ready, _bound, store, options, time, log, fencesLostMax).RunAsync();

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
