namespace NpsRealtime.Scoring.Windows;

/// <summary>The last so many hours or days: <c>1h</c>, <c>24h</c>, <c>30d</c>.</summary>
public sealed class RollingWindow : Window
{
    private readonly int _minutes;

    /// <param name="name">The name as clients write it.</param>
    /// <param name="length">How far the window reaches back; whole minutes.</param>
    public RollingWindow(string name, TimeSpan length)
        : base(name) => _minutes = checked((int)length.TotalMinutes);

    public override MinuteSpan Resolve(DateTimeOffset now, TenantCalendar calendar)
    {
        var to = NextMinute(now);
        var from = to.Plus(-_minutes);
        return new MinuteSpan(Align(from, now), to, IsRunning: true);
    }
}
