using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Windows;

public class AllWindowTests : WindowContract
{
    protected override IReadOnlyList<Window> Windows { get; } = [new AllWindow()];

    protected override (DateTimeOffset? From, DateTimeOffset To) Expected(Window window, DateTimeOffset now, TimeZoneInfo zone) =>
        (null, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(1));
}
