namespace NpsRealtime.Scoring.Responses;

/// <summary>One thing that is wrong with a response as it was sent.</summary>
/// <param name="Field">The field, as in <c>score</c> or <c>segments.region</c>; <c>$</c> is the whole.</param>
/// <param name="Detail">What is wrong and what would be right, as a whole sentence. Never echoes comments or customer ids.</param>
public readonly record struct ResponseFault(string Field, string Detail);
