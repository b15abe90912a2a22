namespace NpsRealtime.Scoring.Windows;

/// <summary>
/// The tenant's shift that is running: <c>shift</c>. When none is, the last one that ended. When shifts overlap, the one that began
/// last counts. A tenant without shifts has its day instead.
/// </summary>
public sealed class ShiftWindow : Window
{
    /// <summary>The name as clients write it.</summary>
    public const string ShiftName = "shift";

    // A shift may be on one day of the week only, and may have begun the day before that.
    private const int DaysBack = 8;

    public ShiftWindow()
        : base(ShiftName)
    {
    }

    public override MinuteSpan Resolve(DateTimeOffset now, TenantCalendar calendar)
    {
        var today = LocalDay.Of(now, calendar.Zone);
        (DateTimeOffset From, DateTimeOffset To)? running = null;
        (DateTimeOffset From, DateTimeOffset To)? ended = null;
        for (var back = 0; back <= DaysBack; back++)
        {
            foreach (var shift in calendar.Shifts)
            {
                if (Of(shift, today.AddDays(-back), calendar.Zone) is not { } span || span.From > now)
                    continue;
                if (span.To > now && (running is null || span.From > running.Value.From))
                    running = span;
                else if (span.To <= now && (ended is null || span.To > ended.Value.To))
                    ended = span;
            }
        }

        return (running ?? ended) is { } found
            ? Until(Minute.Of(found.From), Minute.Of(found.To), now)
            : CalendarWindow.Today().Resolve(now, calendar);
    }

    private static (DateTimeOffset From, DateTimeOffset To)? Of(Shift shift, DateOnly day, TimeZoneInfo zone)
    {
        if (shift.Days?.Contains(day.DayOfWeek) == false)
            return null;
        var from = LocalDay.Start(day, zone, shift.From);
        var to = LocalDay.Start(shift.To <= shift.From ? day.AddDays(1) : day, zone, shift.To);
        return from < to ? (from, to) : null;
    }
}
