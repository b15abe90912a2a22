namespace NpsRealtime.Scoring.Windows;

/// <summary>A shift of a tenant. One that ends at or before its beginning ends on the next day.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="From">When it begins on the wall's clock; a whole number of quarter-hours, less than a day.</param>
/// <param name="To">When it ends; likewise.</param>
/// <param name="Days">The days on which it begins; null for every day.</param>
public sealed record Shift(string Name, TimeSpan From, TimeSpan To, IReadOnlyList<DayOfWeek>? Days);
