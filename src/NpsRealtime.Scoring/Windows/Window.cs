namespace NpsRealtime.Scoring.Windows;

/// <summary>
/// When responses count. A window is resolved against the clock and the tenant's time zone into the span of minutes that is
/// counted; a snapshot states that span, so that a reader knows what the number means.
/// </summary>
public abstract class Window
{
    private protected Window(string name) => Name = name;

    /// <summary>The name as clients write it: <c>24h</c>, <c>today</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The span counted at <paramref name="now"/>. Its edges are whole minutes, and whole quarter-hours where they lie before
    /// the last 48 hours.
    /// </summary>
    public abstract MinuteSpan Resolve(DateTimeOffset now, TenantCalendar calendar);

    /// <summary>The span counted at <paramref name="now"/> by a tenant that has set nothing but its time zone.</summary>
    public MinuteSpan Resolve(DateTimeOffset now, TimeZoneInfo zone) => Resolve(now, new TenantCalendar(zone));

    public override string ToString() => Name;

    /// <summary>The first minute after <paramref name="now"/>: the open end of every window that is still running.</summary>
    private protected static Minute NextMinute(DateTimeOffset now) => Minute.Of(now).Plus(1);

    /// <summary>An edge as it can be counted: the quarter-hour it lies in where nothing finer is kept.</summary>
    private protected static Minute Align(Minute edge, DateTimeOffset now) =>
        edge < Minute.DownsamplingLine(now) ? edge.FloorToQuarter() : edge;

    /// <summary>From one minute to another, or to now while that one is not reached.</summary>
    private protected static MinuteSpan Until(Minute from, Minute? end, DateTimeOffset now)
    {
        from = Align(from, now);
        var to = NextMinute(now);
        if (from >= to)
            return new MinuteSpan(from, from, IsRunning: false);
        if (end is not { } last)
            return new MinuteSpan(from, to, IsRunning: true);
        last = Align(last, now);
        return to <= last ? new MinuteSpan(from, to, IsRunning: true, last) : new MinuteSpan(from, last, IsRunning: false);
    }
}
