using NpsRealtime.Scoring.Arithmetic;

namespace NpsRealtime.Scoring.Insight;

/// <summary>Says how a part's score differs from its baseline, given span by span; null when that is not known well enough.</summary>
public delegate ScoreDifference? PartJudge(in Tally current, IReadOnlyList<Tally> spans);
