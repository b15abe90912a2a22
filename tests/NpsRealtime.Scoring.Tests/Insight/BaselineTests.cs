using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Insight;

public class BaselineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 7, 30, TimeSpan.Zero);
    private static readonly TenantCalendar Utc = new(TimeZoneInfo.Utc);

    [Fact]
    public void Before_AnHour_IsTheHourBefore()
    {
        var spans = Spans("before", "1h", Utc);
        spans.ShouldHaveSingleItem().ShouldBe(new MinuteSpan(At("2026-11-22T08:08Z"), At("2026-11-22T09:08Z"), IsRunning: false));
    }

    [Fact]
    public void Usual_AnHour_IsTheSameHourOfEightWeeksAndThenOfOtherDaysByQuarterHours()
    {
        var spans = Spans("usual", "1h", Utc);
        spans.Select(span => span.From!.Value.Start.Day).ShouldBe([15, 8, 1, 25, 18, 11, 4, 27, 21, 20, 19, 18, 17, 16, 14, 13, 12, 11, 10, 9]);
        spans.Take(8).ShouldAllBe(span => span.From!.Value.Start.Hour == 9 && span.From!.Value.Start.Minute == 0);
        spans.ShouldAllBe(span => span.To.Number - span.From!.Value.Number == 60);
    }

    [Fact]
    public void Usual_AcrossTheEndOfSummerTime_KeepsTheTimeOnTheWall()
    {
        // On 2026-10-25 Berlin's clocks go back: nine o'clock is 08:00Z after it and 07:00Z before.
        var berlin = new TenantCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var now = new DateTimeOffset(2026, 10, 28, 9, 0, 0, TimeSpan.Zero);
        Baseline.TryParse("usual", out var usual).ShouldBeTrue();
        var spans = usual!.Spans(At("2026-10-28T08:00Z"), At("2026-10-28T09:00Z"), now, berlin, out _)!;
        spans[0].From!.Value.ShouldBe(At("2026-10-21T07:00Z"));
    }

    [Fact]
    public void Usual_LongerThanAWeek_TakesWholeWeeksApart()
    {
        var spans = Spans("usual", "30d", Utc);
        spans.Count.ShouldBe(8);
        for (var index = 1; index < spans.Count; index++)
            spans[index].To.ShouldBeLessThanOrEqualTo(spans[index - 1].From!.Value);
        spans[0].To.ShouldBeLessThanOrEqualTo(At("2026-10-23T10:15Z"));
    }

    [Fact]
    public void Spans_OverlappingOrWithoutABefore_SayWhy()
    {
        Fault("7d", "24h").ShouldContain("overlaps");
        Fault("2026-11-22T00:00Z/..", "1h").ShouldContain("overlaps");
        Fault("before", "all").ShouldContain("FROM/..");
        Spans("2026-11-01T00:00Z/2026-11-08T00:00Z", "24h", Utc).ShouldHaveSingleItem().From!.Value.ShouldBe(At("2026-11-01T00:00Z"));
    }

    private static Minute At(string time) => Minute.Of(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    private static IReadOnlyList<MinuteSpan> Spans(string name, string window, TenantCalendar calendar) =>
        Spans(name, window, calendar, out _).ShouldNotBeNull();

    private static string Fault(string name, string window)
    {
        Spans(name, window, Utc, out var fault).ShouldBeNull();
        return fault!;
    }

    private static IReadOnlyList<MinuteSpan>? Spans(string name, string window, TenantCalendar calendar, out string? fault)
    {
        Baseline.TryParse(name, out var baseline).ShouldBeTrue();
        WindowCatalog.TryFind(window, out var known).ShouldBeTrue();
        var span = known!.Resolve(Now, calendar);
        return baseline!.Spans(span.From, span.To, Now, calendar, out fault);
    }
}
