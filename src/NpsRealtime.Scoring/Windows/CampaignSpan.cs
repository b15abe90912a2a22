namespace NpsRealtime.Scoring.Windows;

/// <summary>When a campaign runs.</summary>
/// <param name="Start">Its first minute.</param>
/// <param name="End">The first minute after it; null while its end is open.</param>
public readonly record struct CampaignSpan(Minute Start, Minute? End);
