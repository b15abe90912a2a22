using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Responses;

/// <summary>One segment of a response: <c>region</c> = <c>emea</c>.</summary>
public readonly record struct Segment(Slug Name, Slug Value);
