namespace NpsRealtime.Scoring.Windows;

/// <summary>
/// Days of a time zone as instants. Only conversion from an instant to local time is used: it is never ambiguous, while the
/// framework's questions about local times (invalid, ambiguous) know daylight saving but not a zone that moves for good.
/// </summary>
public static class LocalDay
{
    /// <summary>
    /// The calendar day that has begun last at an instant in <paramref name="zone"/>. It is what the clock on the wall shows, but
    /// for clocks that are set back over midnight: a day that has begun stays begun, so that windows never move back.
    /// </summary>
    /// <param name="instant">The instant.</param>
    /// <param name="zone">The time zone.</param>
    /// <param name="begin">When days begin on the wall's clock, as a contact centre's day may begin at six.</param>
    public static DateOnly Of(DateTimeOffset instant, TimeZoneInfo zone, TimeSpan begin = default)
    {
        var day = OnTheWall(instant, zone, begin);
        if (Start(day.AddDays(1), zone, begin) <= instant)
            return day.AddDays(1);
        return Start(day, zone, begin) <= instant ? day : day.AddDays(-1);
    }

    /// <summary>
    /// The instant at which a day begins: the first quarter-hour at which the local date is that day or a later one. Where the
    /// clocks skip midnight, or a whole day, that is the first time that exists; where midnight comes twice, the first of the two.
    /// </summary>
    /// <param name="day">The day.</param>
    /// <param name="zone">The time zone.</param>
    /// <param name="begin">When days begin on the wall's clock; a whole number of quarter-hours, less than a day.</param>
    public static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone, TimeSpan begin = default)
    {
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + begin;

        // A day and a bit to either side, since offsets reach from −12 to +14 hours.
        var before = zone.GetUtcOffset(midnight.AddHours(-26));
        var after = zone.GetUtcOffset(midnight.AddHours(26));
        var start = CeilingToQuarter(midnight - (before > after ? before : after));
        if (before == after)
            return start;
        while (OnTheWall(start, zone, begin) < day)
            start = start.AddMinutes(Minute.Quarter);
        return start;
    }

    private static DateOnly OnTheWall(DateTimeOffset instant, TimeZoneInfo zone, TimeSpan begin) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime - begin);

    /// <summary>Monrovia was 44 minutes and a half behind until 1972; the edges of days are quarter-hours all the same.</summary>
    private static DateTimeOffset CeilingToQuarter(DateTimeOffset instant)
    {
        const long Quarter = Minute.Quarter * TimeSpan.TicksPerMinute;
        return instant.AddTicks((Quarter - (instant.Ticks % Quarter)) % Quarter);
    }
}
