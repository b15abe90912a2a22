namespace NpsRealtime.Scoring.Windows;

/// <summary>Everything from the beginning: <c>all</c>.</summary>
public sealed class AllWindow : Window
{
    public AllWindow()
        : base("all")
    {
    }

    public override MinuteSpan Resolve(DateTimeOffset now, TenantCalendar calendar) => new(null, NextMinute(now), IsRunning: true);
}
