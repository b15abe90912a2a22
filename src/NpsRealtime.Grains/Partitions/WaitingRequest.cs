using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Grains.Partitions;

/// <summary>One request of a batch on its way to its partition.</summary>
/// <param name="Batch">Where its outcome goes.</param>
/// <param name="Index">Its place there.</param>
/// <param name="Since">When it was handed over, as a timestamp of the node's time.</param>
internal readonly record struct WaitingRequest(WaitingBatch Batch, int Index, long Since)
{
    public ResponseRequest Request => Batch.Requests[Index];
}
