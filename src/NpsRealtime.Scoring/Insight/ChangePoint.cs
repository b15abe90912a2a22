namespace NpsRealtime.Scoring.Insight;

/// <summary>Where a score changed, in a row of buckets.</summary>
/// <param name="Index">The first bucket after the change.</param>
/// <param name="Earliest">The earliest first bucket that the counts allow, at 95 %.</param>
/// <param name="Latest">The latest.</param>
/// <param name="Begin">Where the stretch before the change begins: at the change before it, or at 0.</param>
/// <param name="P">How likely so clear a split is when nothing changed.</param>
public sealed record ChangePoint(int Index, int Earliest, int Latest, int Begin, double P);
