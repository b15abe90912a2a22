using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Windows;

public class RollingWindowTests : WindowContract
{
    private static readonly Dictionary<string, TimeSpan> Lengths = new()
    {
        ["1h"] = TimeSpan.FromHours(1), ["8h"] = TimeSpan.FromHours(8), ["24h"] = TimeSpan.FromHours(24),
        ["7d"] = TimeSpan.FromDays(7), ["30d"] = TimeSpan.FromDays(30), ["90d"] = TimeSpan.FromDays(90),
    };

    protected override IReadOnlyList<Window> Windows { get; } = [.. WindowCatalog.All.OfType<RollingWindow>()];

    protected override (DateTimeOffset? From, DateTimeOffset To) Expected(Window window, DateTimeOffset now, TimeZoneInfo zone)
    {
        var to = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(1);
        var from = to - Lengths[window.Name];
        return (Lengths[window.Name] > TimeSpan.FromHours(48) ? from.AddTicks(-(from.Ticks % TimeSpan.FromMinutes(15).Ticks)) : from, to);
    }

    [Fact]
    public void Windows_AreAllThatTheContractNames() => Windows.Select(window => window.Name).ShouldBe(Lengths.Keys);

    [Fact]
    public void Resolve_LengthAroundTheFortyEightHours_GetsWholeQuarterHoursOnlyBeyondThem()
    {
        var now = new DateTimeOffset(2026, 11, 22, 10, 7, 3, TimeSpan.Zero);
        new RollingWindow("47h", TimeSpan.FromHours(47)).Resolve(now, TimeZoneInfo.Utc).From!.Value.Start.ShouldBe(new DateTimeOffset(2026, 11, 20, 11, 8, 0, TimeSpan.Zero));
        new RollingWindow("49h", TimeSpan.FromHours(49)).Resolve(now, TimeZoneInfo.Utc).From!.Value.Start.ShouldBe(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
    }
}
