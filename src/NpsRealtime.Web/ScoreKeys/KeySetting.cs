namespace NpsRealtime.Web.ScoreKeys;

/// <summary>How a score key is shown, where that differs from the usual.</summary>
/// <param name="Label">Its label; null for the first spelling seen.</param>
/// <param name="Order">Its place among its kind, the least first; null behind all that have one.</param>
/// <param name="Visible">Whether screens show it; null for yes.</param>
public sealed record KeySetting(string? Label = null, int? Order = null, bool? Visible = null);
