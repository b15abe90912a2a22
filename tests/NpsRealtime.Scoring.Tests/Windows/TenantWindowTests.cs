using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Windows;

/// <summary>The windows that depend on what a tenant has set: shifts, campaigns, spans, and when its days and weeks begin.</summary>
public class TenantWindowTests
{
    private static readonly TimeZoneInfo Berlin = Zones.Of("Europe/Berlin");

    private static readonly TenantCalendar Shifts = new(Berlin)
    {
        Shifts =
        [
            new Shift("Early", TimeSpan.FromHours(6), TimeSpan.FromHours(14), null),
            new Shift("Late", TimeSpan.FromHours(14), TimeSpan.FromHours(22), [DayOfWeek.Monday, DayOfWeek.Tuesday]),
            new Shift("Night", TimeSpan.FromHours(22), TimeSpan.FromHours(6), [DayOfWeek.Monday]),
        ],
    };

    // 2026-11-23 is a Monday; Berlin is an hour ahead of UTC.
    [Theory]
    [InlineData("2026-11-23T06:00Z", "2026-11-23T05:00Z", "2026-11-23T06:01Z", true)]
    [InlineData("2026-11-23T13:00Z", "2026-11-23T13:00Z", "2026-11-23T13:01Z", true)]
    [InlineData("2026-11-24T02:30Z", "2026-11-23T21:00Z", "2026-11-24T02:31Z", true)]
    [InlineData("2026-11-25T03:00Z", "2026-11-24T13:00Z", "2026-11-24T21:00Z", false)]
    [InlineData("2026-11-25T18:00Z", "2026-11-25T05:00Z", "2026-11-25T13:00Z", false)]
    public void Shift_RunningOrEnded_IsTheLastThatBegan(string now, string from, string to, bool isRunning)
    {
        var span = new ShiftWindow().Resolve(At(now), Shifts);
        (span.From!.Value.Start, span.To.Start, span.IsRunning).ShouldBe((At(from), At(to), isRunning));
    }

    [Fact]
    public void Shift_OfATenantWithout_IsItsDay() =>
        new ShiftWindow().Resolve(At("2026-11-23T06:00Z"), Berlin).ShouldBe(CalendarWindow.Today().Resolve(At("2026-11-23T06:00Z"), Berlin));

    [Theory]
    [InlineData("2026-11-23T04:59Z", "2026-11-22T05:00Z")]
    [InlineData("2026-11-23T05:00Z", "2026-11-23T05:00Z")]
    public void Today_DayBeginsAtSix_BeginsThere(string now, string from) =>
        CalendarWindow.Today().Resolve(At(now), new TenantCalendar(Berlin) { DayStart = TimeSpan.FromHours(6) }).From!.Value.Start.ShouldBe(At(from));

    [Fact]
    public void Week_BeginsOnSunday_BeginsThere() =>
        CalendarWindow.Week().Resolve(At("2026-11-25T12:00Z"), new TenantCalendar(TimeZoneInfo.Utc) { WeekStart = DayOfWeek.Sunday })
            .From!.Value.Start.ShouldBe(At("2026-11-22T00:00Z"));

    [Theory]
    [InlineData("2026-11-23T10:07Z/..", "2026-11-23T10:07Z/..", "2026-11-23T10:07Z", "2026-11-23T12:01Z")]
    [InlineData("2026-11-23T11:07:59+01:00/2026-11-23T11:30Z", "2026-11-23T10:07Z/2026-11-23T11:30Z", "2026-11-23T10:07Z", "2026-11-23T11:30Z")]
    [InlineData("2026-11-01T10:07Z/2026-11-02T10:07Z", "2026-11-01T10:07Z/2026-11-02T10:07Z", "2026-11-01T10:00Z", "2026-11-02T10:00Z")]
    [InlineData("2026-11-23T10:00Z/2027-01-01T00:00Z", "2026-11-23T10:00Z/2027-01-01T00:00Z", "2026-11-23T10:00Z", "2026-11-23T12:01Z")]
    [InlineData("2027-01-01T00:00Z/..", "2027-01-01T00:00Z/..", "2027-01-01T00:00Z", "2027-01-01T00:00Z")]
    public void Span_AnySpelling_HasOneNameAndItsMinutes(string text, string name, string from, string to)
    {
        WindowCatalog.TryFind(text, out var window).ShouldBeTrue();
        window!.Name.ShouldBe(name);
        var span = window.Resolve(At("2026-11-23T12:00Z"), TimeZoneInfo.Utc);
        (span.From!.Value.Start, span.To.Start).ShouldBe((At(from), At(to)));
        WindowCatalog.TryFind(window.Name, out var again).ShouldBeTrue();
        again!.Name.ShouldBe(name);
    }

    [Theory]
    [InlineData("2026-11-23T10:00Z")]
    [InlineData("2026-11-23T10:00/..")]
    [InlineData("../2026-11-23T10:00Z")]
    [InlineData("2026-11-23T10:00Z/2026-11-23T10:00Z")]
    [InlineData("2026-11-23T10:00:10Z/2026-11-23T10:00:50Z")]
    [InlineData("1969-01-01T00:00Z/..")]
    [InlineData("2026-11-23T10:00Z/../..")]
    [InlineData("campaign/")]
    [InlineData("campaign/a b/c")]
    [InlineData("shifts")]
    public void TryFind_Malformed_IsNone(string text) => WindowCatalog.TryFind(text, out _).ShouldBeFalse();

    [Fact]
    public void Campaign_KnownOrNot_CountsItsSpanOrNothing()
    {
        var now = At("2026-11-23T12:00Z");
        var calendar = new TenantCalendar(TimeZoneInfo.Utc)
        {
            Campaigns = new Dictionary<string, CampaignSpan> { ["sale"] = new(Minute.Of(At("2026-11-23T09:00Z")), null) },
        };
        WindowCatalog.TryFind("campaign/Sale", out var known).ShouldBeTrue();
        known!.Name.ShouldBe("campaign/sale");
        known.Resolve(now, calendar).ShouldBe(new MinuteSpan(Minute.Of(At("2026-11-23T09:00Z")), Minute.Of(now).Plus(1), IsRunning: true));
        WindowCatalog.TryFind("campaign/other", out var unknown).ShouldBeTrue();
        var nothing = unknown!.Resolve(now, calendar);
        nothing.From.ShouldBe(nothing.To);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
