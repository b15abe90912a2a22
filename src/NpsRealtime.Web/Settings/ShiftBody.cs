namespace NpsRealtime.Web.Settings;

/// <summary>A shift as people write it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">When it begins, as in 06:00; a quarter-hour.</param>
/// <param name="To">When it ends; at or before From it ends on the next day.</param>
/// <param name="Days">The days on which it begins, as in monday; null for every day.</param>
public sealed record ShiftBody(string Name, string From, string To, IReadOnlyList<string>? Days = null);
