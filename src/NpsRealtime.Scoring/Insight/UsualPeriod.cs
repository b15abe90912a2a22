using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Insight;

/// <summary>An earlier period that a window is compared with: the same span of another day or week.</summary>
/// <param name="Span">Which minutes.</param>
/// <param name="Tally">Its counts.</param>
/// <param name="Day">The counts of the whole day that it is a part of, which say better by how much days differ; the same where it is no part of one.</param>
/// <param name="LeftOut">Why it does not say what is usual; <see cref="PeriodLeftOut.No"/> when it does.</param>
public sealed record UsualPeriod(MinuteSpan Span, Tally Tally, Tally Day, PeriodLeftOut LeftOut = PeriodLeftOut.No);
