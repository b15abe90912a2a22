using NpsRealtime.Grains.Messages;
using Orleans.Concurrency;

namespace NpsRealtime.Grains.Partitions;

/// <summary>
/// Hosts one of a tenant's response partitions; named by <see cref="GrainKeys.Partition"/>. Every call may interleave, or nothing could
/// gather while a commit is under way.
/// </summary>
[Alias("nps.response-partition")]
internal interface IResponsePartitionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes requests, commits them, and says what each became. A repetition of a call joins the first, so who has no answer soon after the call's
    /// time is over asks again: a gateway is not told that the silo which it was passed on to has died, and would wait for five seconds.
    /// </summary>
    [AlwaysInterleave, ResponseTimeout("00:00:02.8"), Alias("ingest")]
    Task<IngestAnswer> IngestAsync(IngestCall call);

    /// <summary>Notes a key for roll-ups; see <see cref="Scoring.Partitions.ResponsePartition.AttachAsync"/>.</summary>
    [AlwaysInterleave, Alias("attach")]
    Task<RollUpMessage> AttachAsync(int keyId, bool isWatched, CancellationToken cancellation);
}
