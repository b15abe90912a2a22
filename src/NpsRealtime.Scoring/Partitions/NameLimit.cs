namespace NpsRealtime.Scoring.Partitions;

/// <summary>A limit of names that a tenant has met: what is new beyond it counts under <c>~other</c>.</summary>
/// <param name="Names">What there are so many of, as in <c>touchpoints</c> or <c>values of the segment region</c>.</param>
/// <param name="OtherKey">The score key under which the rest counts.</param>
/// <param name="Option">The option that sets the limit.</param>
/// <param name="Max">The limit.</param>
public sealed record NameLimit(string Names, string OtherKey, string Option, int Max);
