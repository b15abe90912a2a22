using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Store;

/// <summary>A response's row as a group leaves it: written anew, or over the one that is there.</summary>
/// <param name="State">What later decisions need to know.</param>
/// <param name="Content">The content; null for a tombstone.</param>
/// <param name="Originals">
/// Names that were counted under <c>~other</c>, as a JSON object of <c>channel</c>, <c>touchpoint</c> and <c>segments</c>; null when
/// the keys say everything.
/// </param>
public readonly record struct ResponseRow(StoredResponse State, ResponseRequest? Content, string? Originals);
