using System.Globalization;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Windows;

public class CalendarWindowTests : WindowContract
{
    protected override IReadOnlyList<Window> Windows { get; } =
        [CalendarWindow.Today(), CalendarWindow.Yesterday(), CalendarWindow.Week(), CalendarWindow.Month()];

    protected override bool ContainsNow(Window window) => window.Name != "yesterday";

    protected override (DateTimeOffset? From, DateTimeOffset To) Expected(Window window, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = NaiveCalendar.DayOf(now, zone);
        var first = window.Name switch
        {
            "today" => today,
            "yesterday" => today.AddDays(-1),
            "week" => Enumerable.Range(0, 7).Select(days => today.AddDays(-days)).First(day => day.DayOfWeek == DayOfWeek.Monday),
            _ => new DateOnly(today.Year, today.Month, 1),
        };
        var to = window.Name == "yesterday" ? NaiveCalendar.Start(today, zone) : now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(1);
        return (NaiveCalendar.Start(first, zone), to);
    }

    [Theory]
    [InlineData("today", "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z")] // a day of 23 hours
    [InlineData("today", "Europe/Berlin", "2026-10-25T22:59:00Z", "2026-10-24T22:00:00Z")] // a day of 25 hours
    [InlineData("today", "America/Sao_Paulo", "2018-11-04T15:00:00Z", "2018-11-04T03:00:00Z")] // midnight was skipped
    [InlineData("today", "America/Havana", "2026-11-01T04:30:00Z", "2026-11-01T04:00:00Z")] // midnight came twice
    [InlineData("today", "Africa/Cairo", "2023-04-28T10:00:00Z", "2023-04-27T22:00:00Z")]
    [InlineData("today", "Asia/Kathmandu", "1986-01-01T00:00:00Z", "1985-12-31T18:30:00Z")]
    [InlineData("today", "Pacific/Apia", "2011-12-30T12:00:00Z", "2011-12-30T10:00:00Z")] // the day after the day that never was
    [InlineData("week", "America/New_York", "2026-03-08T20:00:00Z", "2026-03-02T05:00:00Z")]
    [InlineData("week", "UTC", "2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z")] // Sunday is the last day
    [InlineData("week", "UTC", "2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z")]
    [InlineData("month", "Australia/Lord_Howe", "2026-04-05T12:00:00Z", "2026-03-31T13:00:00Z")]
    [InlineData("month", "UTC", "2024-02-29T12:00:00Z", "2024-02-01T00:00:00Z")]
    [InlineData("yesterday", "Europe/Berlin", "2026-03-30T00:00:00Z", "2026-03-28T23:00:00Z")]
    public void Resolve_KnownDays_BeginWhereTheyDo(string name, string zone, string now, string from)
    {
        var window = Windows.Single(window => window.Name == name);
        window.Resolve(Instant(now), Zones.Of(zone)).From!.Value.Start.ShouldBe(Instant(from));
    }

    [Fact]
    public void Resolve_LastMinuteOfTheDay_IsRunningAndNotBeyondIt()
    {
        var span = CalendarWindow.Today().Resolve(Instant("2026-11-22T23:59:59.999Z"), TimeZoneInfo.Utc);
        (span.IsRunning, span.To, span.Bound).ShouldBe((true, span.Bound!.Value, span.To));
        span.To.Start.ShouldBe(Instant("2026-11-23T00:00:00Z"));
    }

    [Fact]
    public void Resolve_Yesterday_IsOverAndWhole()
    {
        var span = CalendarWindow.Yesterday().Resolve(Instant("2026-10-26T12:00:00Z"), Zones.Of("Europe/Berlin"));
        span.IsRunning.ShouldBeFalse();
        (span.To.Number - span.From!.Value.Number).ShouldBe(25 * 60);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
