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
    public abstract MinuteSpan Resolve(DateTimeOffset now, TimeZoneInfo zone);

    public override string ToString() => Name;

    /// <summary>The first minute after <paramref name="now"/>: the open end of every window that is still running.</summary>
    private protected static Minute NextMinute(DateTimeOffset now) => Minute.Of(now).Plus(1);
}
