namespace NpsRealtime.Scoring.Windows;

/// <summary>A span of whole minutes.</summary>
/// <param name="From">The first minute counted; null when everything from the beginning counts.</param>
/// <param name="To">The first minute that no longer counts.</param>
/// <param name="IsRunning">
/// Whether the span ends now, so that responses stamped up to five minutes ahead of the clock belong to it.
/// </param>
/// <param name="Bound">The minute that a running span never reaches beyond, as <c>today</c> never reaches into tomorrow; or null.</param>
public readonly record struct MinuteSpan(Minute? From, Minute To, bool IsRunning, Minute? Bound = null);
