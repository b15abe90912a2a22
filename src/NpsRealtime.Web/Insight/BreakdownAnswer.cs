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

/// <summary>The baseline of a breakdown; its counts stand beside it.</summary>
public sealed record BreakdownBaseline(string Name, IReadOnlyList<SpanAnswer> Spans);

/// <summary>One part of a breakdown.</summary>
/// <param name="Key">Its score key; null for responses without a value in the dimension and for the rest that is not told apart.</param>
/// <param name="Label">The label of its value in the dimension; null like the key.</param>
/// <param name="Current">Its score in the window.</param>
/// <param name="Previous">Its score in the baseline.</param>
/// <param name="Difference">How its own score differs, in points.</param>
/// <param name="ScoreEffect">What it adds to the whole's change because its score moved, in points.</param>
/// <param name="MixEffect">What it adds because its share of the responses changed.</param>
/// <param name="Contribution">Both together. All contributions sum exactly to the whole's difference.</param>
/// <param name="Share">Its share of the window's responses, 0 to 1; null when there are none.</param>
/// <param name="PAnytime">The p-value of its own difference, valid however often one looks.</param>
/// <param name="Significant">Whether its own change is a real one.</param>
/// <param name="Enough">Whether it has the responses that a score needs before it should be shown.</param>
public sealed record PartAnswer(
    string? Key,
    string? Label,
    Counted Current,
    Counted Previous,
    decimal? Difference,
    decimal? ScoreEffect,
    decimal? MixEffect,
    decimal? Contribution,
    double? Share,
    double? PAnytime,
    bool Significant,
    bool Enough);
