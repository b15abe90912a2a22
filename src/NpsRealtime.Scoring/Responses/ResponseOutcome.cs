namespace NpsRealtime.Scoring.Responses;

/// <summary>What became of one request, and where in its partition's history.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Partition">The partition that decided.</param>
/// <param name="Head">The partition's head at which this outcome is visible; 0 when nothing was decided.</param>
/// <param name="Detail">For a refusal, what was wrong; otherwise null.</param>
public readonly record struct ResponseOutcome(ResponseStatus Status, int Partition, long Head, string? Detail = null)
{
    /// <summary>Whether the outcome is one that a reader may wait for with <c>after=</c>.</summary>
    public bool HasPosition => Head > 0;
}
