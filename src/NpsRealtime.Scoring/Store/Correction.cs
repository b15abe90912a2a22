using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Store;

/// <summary>The correction row of a correction or an erasure. It holds no content.</summary>
/// <param name="IdHash">Which response.</param>
/// <param name="From">What it was counted as.</param>
/// <param name="To">What it is counted as now; a tombstone after an erasure.</param>
/// <param name="AtMilliseconds">When the request was taken.</param>
public readonly record struct Correction(IdHash IdHash, StoredResponse From, StoredResponse To, long AtMilliseconds);
