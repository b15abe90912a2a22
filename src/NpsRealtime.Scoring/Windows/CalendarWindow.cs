namespace NpsRealtime.Scoring.Windows;

/// <summary>A day, week or month of the tenant's calendar, in its time zone, also across daylight saving changes.</summary>
public sealed class CalendarWindow : Window
{
    private readonly Func<DateOnly, (DateOnly First, DateOnly Next)> _days;

    private CalendarWindow(string name, Func<DateOnly, (DateOnly First, DateOnly Next)> days)
        : base(name) => _days = days;

    /// <summary>The tenant's day so far.</summary>
    public static CalendarWindow Today() => new("today", day => (day, day.AddDays(1)));

    /// <summary>The tenant's whole day before this one.</summary>
    public static CalendarWindow Yesterday() => new("yesterday", day => (day.AddDays(-1), day));

    /// <summary>The week so far, from Monday (ISO 8601).</summary>
    public static CalendarWindow Week() => new("week", day =>
    {
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return (monday, monday.AddDays(7));
    });

    /// <summary>The month so far, from its first day.</summary>
    public static CalendarWindow Month() => new("month", day =>
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return (first, first.AddMonths(1));
    });

    public override MinuteSpan Resolve(DateTimeOffset now, TimeZoneInfo zone)
    {
        var (first, next) = _days(LocalDay.Of(now, zone));
        var from = Minute.Of(LocalDay.Start(first, zone));
        var end = Minute.Of(LocalDay.Start(next, zone));
        var to = NextMinute(now);
        return to <= end ? new MinuteSpan(from, to, IsRunning: true, end) : new MinuteSpan(from, end, IsRunning: false);
    }
}
