using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Web.Insight;

/// <summary>What moved a score.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Key">The score key.</param>
/// <param name="Label">The key's label for people.</param>
/// <param name="By">The dimension.</param>
/// <param name="Window">The window.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Current">The score in the window: the sum of the parts.</param>
/// <param name="Previous">The score in the baseline: the sum of the parts.</param>
/// <param name="Difference">By how much it moved, in points.</param>
/// <param name="Source"><c>tallies</c>, or <c>responses</c> when the rows had to be read.</param>
/// <param name="Parts">The parts, the one that moved the score most first.</param>
/// <param name="Gathered">How many parts beyond <c>limit</c> stand together as the one without a key; 0 when all are told apart.</param>
public sealed record BreakdownAnswer(
    string Tenant,
    string Key,
    string Label,
    string By,
    SnapshotWindow Window,
    BreakdownBaseline Baseline,
    Counted Current,
    Counted Previous,
    decimal? Difference,
    string Source,
    IReadOnlyList<PartAnswer> Parts,
    int Gathered);
