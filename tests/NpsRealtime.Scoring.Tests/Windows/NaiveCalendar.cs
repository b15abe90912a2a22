namespace NpsRealtime.Scoring.Tests.Windows;

/// <summary>
/// The oracle: a day begins at the first quarter-hour at which a clock on the wall shows that day or a later one, found by
/// looking at the clock every quarter-hour. Only conversion from an instant to wall time is used, which is never ambiguous.
/// </summary>
public static class NaiveCalendar
{
    public static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var instant = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddHours(-27);
        while (Wall(instant, zone) < day)
            instant = instant.AddMinutes(15);
        return instant;
    }

    /// <summary>The last day that has begun.</summary>
    public static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var day = Wall(instant, zone).AddDays(1);
        while (Start(day, zone) > instant)
            day = day.AddDays(-1);
        return day;
    }

    private static DateOnly Wall(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
