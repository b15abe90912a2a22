using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Store;

/// <summary>What deciding about a response needs to know of the row that is there.</summary>
/// <param name="IdHash">Which response.</param>
/// <param name="IsErased">Whether only its tombstone is left; then the rest means nothing.</param>
/// <param name="Fingerprint">Stands for its content without the time.</param>
/// <param name="Score">0 to 10.</param>
/// <param name="KeyIds">The keys it was counted under, the tenant's own left out.</param>
/// <param name="RespondedAtMilliseconds">The time it is counted at.</param>
/// <param name="RespondedAtSent">Whether the sender gave that time.</param>
public sealed record StoredResponse(
    IdHash IdHash,
    bool IsErased,
    IdHash Fingerprint = default,
    int Score = 0,
    int[]? KeyIds = null,
    long RespondedAtMilliseconds = 0,
    bool RespondedAtSent = false);
