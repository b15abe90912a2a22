namespace NpsRealtime.Scoring.Tests.Windows;

/// <summary>Time zones that make calendars difficult, and the instants at which they do.</summary>
public static class Zones
{
    /// <summary>Half-hour changes, skipped and repeated midnights, a skipped day, odd offsets, and plain ones.</summary>
    public static readonly string[] Awkward =
    [
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo", "Asia/Kathmandu",
        "Asia/Kolkata", "America/Havana", "America/St_Johns", "Asia/Beirut", "Asia/Gaza", "Pacific/Apia", "Pacific/Chatham",
        "Pacific/Kiritimati", "Asia/Pyongyang", "America/Caracas", "Africa/Casablanca", "America/Asuncion", "Atlantic/Azores",
        "Africa/Monrovia", "Europe/Dublin", "Antarctica/Troll", "Asia/Tehran", "America/Santiago",
    ];

    public static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset Latest = new(2050, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TimeZoneInfo Of(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    /// <summary>The instants, to the minute, at which the zone's offset changes between 1970 and 2050.</summary>
    public static IEnumerable<DateTimeOffset> Changes(TimeZoneInfo zone)
    {
        var before = zone.GetUtcOffset(Earliest);
        for (var day = Earliest; day < Latest; day = day.AddDays(1))
        {
            var after = zone.GetUtcOffset(day.AddDays(1));
            if (after != before)
                yield return Bisect(zone, day, day.AddDays(1), before);
            before = after;
        }
    }

    private static DateTimeOffset Bisect(TimeZoneInfo zone, DateTimeOffset low, DateTimeOffset high, TimeSpan before)
    {
        while (high - low > TimeSpan.FromMinutes(1))
        {
            var middle = low.AddMinutes(Math.Floor((high - low).TotalMinutes / 2));
            if (zone.GetUtcOffset(middle) == before)
                low = middle;
            else
                high = middle;
        }

        return high;
    }
}
