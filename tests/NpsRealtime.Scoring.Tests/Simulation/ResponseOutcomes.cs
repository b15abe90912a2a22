using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>What a simulated sender was told about a batch.</summary>
internal sealed record ResponseOutcomes(ResponseOutcome[] Each)
{
    public bool MustRetry => Array.Exists(Each, outcome => outcome.Status == ResponseStatus.Unavailable);

    public bool IsTaken(int index) => Each[index].Status is
        ResponseStatus.Accepted or ResponseStatus.Duplicate or ResponseStatus.Corrected or ResponseStatus.Erased;

    public static async Task<ResponseOutcomes> OfAsync(WaitingBatch batch) => new(await batch.Done);
}
