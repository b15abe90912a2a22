namespace NpsRealtime.Scoring.Windows;

/// <summary>A day, week or month of the tenant's calendar, in its time zone, also across daylight saving changes.</summary>
public sealed class CalendarWindow : Window
{
    private readonly Func<DateOnly, DayOfWeek, (DateOnly First, DateOnly Next)> _days;

    private CalendarWindow(string name, Func<DateOnly, DayOfWeek, (DateOnly First, DateOnly Next)> days)
        : base(name) => _days = days;

    /// <summary>The tenant's day so far.</summary>
    public static CalendarWindow Today() => new("today", (day, _) => (day, day.AddDays(1)));

    /// <summary>The tenant's whole day before this one.</summary>
    public static CalendarWindow Yesterday() => new("yesterday", (day, _) => (day.AddDays(-1), day));

    /// <summary>The week so far, from the tenant's first day of the week: Monday (ISO 8601) unless it has set another.</summary>
    public static CalendarWindow Week() => new("week", (day, weekStart) =>
    {
        var first = day.AddDays(-(((int)day.DayOfWeek - (int)weekStart + 7) % 7));
        return (first, first.AddDays(7));
    });

    /// <summary>The month so far, from its first day.</summary>
    public static CalendarWindow Month() => new("month", (day, _) =>
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return (first, first.AddMonths(1));
    });

    public override MinuteSpan Resolve(DateTimeOffset now, TenantCalendar calendar)
    {
        var (first, next) = _days(calendar.DayOf(now), calendar.WeekStart);
        var from = Minute.Of(calendar.StartOf(first));
        var end = Minute.Of(calendar.StartOf(next));
        var to = NextMinute(now);
        return to <= end ? new MinuteSpan(from, to, IsRunning: true, end) : new MinuteSpan(from, end, IsRunning: false);
    }
}
