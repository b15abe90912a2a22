namespace NpsRealtime.Scoring.Insight;

/// <summary>What one part adds to the change of the whole, in points.</summary>
/// <param name="ScoreEffect">Because its own score moved.</param>
/// <param name="MixEffect">Because it has another share of the responses than before.</param>
public readonly record struct Contribution(decimal ScoreEffect, decimal MixEffect)
{
    /// <summary>Both together.</summary>
    public decimal Total => ScoreEffect + MixEffect;
}
