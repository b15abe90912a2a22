using System.Threading.Channels;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// Commits the waiting groups of many partitions. A node runs as many lanes as its store asks for, on one queue; a partition is
/// with one lane at a time.
/// </summary>
public sealed class Committer(IResponseStore store, ScoringOptions options, TimeProvider time, IScoringLog log)
{
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
    public Task RunAsync() => new CommitLane(_ready, store, options, time, log).RunAsync();

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
