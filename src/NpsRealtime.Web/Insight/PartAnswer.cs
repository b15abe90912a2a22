namespace NpsRealtime.Web.Insight;

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
