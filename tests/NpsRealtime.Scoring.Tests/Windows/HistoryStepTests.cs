using System.Globalization;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Windows;

public class HistoryStepTests
{
    [Theory]
    [InlineData("1m")]
    [InlineData("15m")]
    [InlineData("1h")]
    [InlineData("1d")]
    [InlineData("2w")]
    [InlineData("1mo")]
    [InlineData("1q")]
    [InlineData("1y")]
    [InlineData("1000y")]
    [InlineData("007d")]
    [InlineData(null)]
    public void TryParse_KnownForms_AreRead(string? text) => HistoryStep.TryParse(text, out _).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("1")]
    [InlineData("0h")]
    [InlineData("-1h")]
    [InlineData("+1h")]
    [InlineData("1.5h")]
    [InlineData("1 h")]
    [InlineData("1H")]
    [InlineData("1s")]
    [InlineData("1001m")]
    [InlineData("99999999999999999999m")]
    [InlineData("1mon")]
    [InlineData("١h")]
    public void TryParse_AnythingElse_IsRefused(string text) => HistoryStep.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("1d", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-31T00:00:00Z", "24 23 24 24")]
    [InlineData("1d", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-26T20:00:00Z", "24 25 24")]
    [InlineData("1d", "Australia/Lord_Howe", "2026-04-04T00:00:00Z", "2026-04-05T12:00:00Z", "24 24.5")]
    [InlineData("1d", "America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-05T12:00:00Z", "24 23 24")]
    [InlineData("1d", "Pacific/Apia", "2011-12-29T12:00:00Z", "2012-01-01T00:00:00Z", "24 24 24")]
    [InlineData("2d", "UTC", "2026-01-01T00:00:00Z", "2026-01-05T00:00:00Z", "48 48")]
    [InlineData("12h", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:00:00Z", "12 12 12")]
    [InlineData("1w", "Europe/Berlin", "2026-03-25T12:00:00Z", "2026-04-01T00:00:00Z", "167 168")]
    public void Edges_DaysAndWeeks_AreAsLongAsTheCalendarMakesThem(string step, string zone, string from, string to, string hours) =>
        string.Join(' ', Lengths(Edges(step, from, to, zone)).Select(length => length.TotalHours.ToString(CultureInfo.InvariantCulture)))
            .ShouldBe(hours);

    [Fact]
    public void Edges_QuartersOfAYear_BeginInTheirFirstMonths() =>
        Edges("1q", "2021-02-14T00:00:00Z", "2022-01-01T00:00:00Z", "UTC").Select(edge => edge.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .ShouldBe(["2021-01-01", "2021-04-01", "2021-07-01", "2021-10-01", "2022-01-01"]);

    [Fact]
    public void Edges_MonthsAndYears_BeginOnTheirFirstDays()
    {
        Edges("1mo", "2024-01-31T10:00:00Z", "2024-03-01T00:00:00Z", "UTC").Select(edge => edge.Start.Day).ShouldAllBe(day => day == 1);
        Edges("1y", "2024-06-30T10:00:00Z", "2026-06-01T00:00:00Z", "UTC").Select(edge => edge.Start.Year).ShouldBe([2024, 2025, 2026, 2027]);
    }

    [Fact]
    public void Edges_MinuteSteps_BeginWithTheMinuteAndReachTheEnd()
    {
        var edges = Edges("15m", "2026-11-22T10:07:30Z", "2026-11-22T10:40:00Z", "UTC");
        edges.Select(edge => edge.Start.Minute).ShouldBe([7, 22, 37, 52]);
        Edges("15m", "2026-11-22T10:00:00Z", "2026-11-22T10:30:00Z", "UTC").Count.ShouldBe(3, "an edge on the end closes the last step");
        Edges("15m", "2026-11-22T10:00:00Z", "2026-11-22T10:30:00.001Z", "UTC").Count.ShouldBe(4);
        Edges("1h", "2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z", "UTC").Count.ShouldBe(2, "there is always one step");
    }

    [Fact]
    public void Edges_MoreThanTheBound_AreCutShort() =>
        Edges("1m", "1970-01-01T00:00:00Z", "2200-01-01T00:00:00Z", "UTC", 10_002).Count.ShouldBe(10_002);

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", "2026-01-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59Z", "2026-01-01T00:00:00Z")]
    [InlineData("2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z")]
    [InlineData("2026-01-01T00:00:00Z", "2200-01-01T00:00:01Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z")]
    public void Edges_InstantNoResponseCanHave_IsRefusedByName(string from, string to) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Edges("1d", from, to, "Pacific/Kiritimati")).ParamName.ShouldBeOneOf("from", "to");

    [Theory]
    [InlineData("m")]
    [InlineData("h")]
    [InlineData("d")]
    [InlineData("w")]
    [InlineData("mo")]
    [InlineData("q")]
    [InlineData("y")]
    public void Edges_AnyRange_AscendAndCoverIt(string unit) => Seeded.Run(random =>
    {
        var seconds = (long)(HistoryStep.Latest - HistoryStep.Earliest).TotalSeconds;
        for (var round = 0; round < 300; round++)
        {
            var zone = Zones.Of(Zones.Awkward[random.Next(Zones.Awkward.Length)]);
            var from = HistoryStep.Earliest.AddSeconds(random.NextInt64(seconds));
            var to = from.AddSeconds(random.NextInt64((long)(HistoryStep.Latest - from).TotalSeconds) >> random.Next(40));
            HistoryStep.TryParse($"{random.Next(1, 1_001)}{unit}", out var step).ShouldBeTrue();
            var edges = step!.Edges(from, to, zone, 200);
            var where = $"{unit} in {zone.Id} from {from:O} to {to:O}";
            edges.Count.ShouldBeInRange(2, 200, where);
            edges[0].Start.ShouldBeLessThanOrEqualTo(from, where);
            edges.Zip(edges.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second, where);
            if (edges.Count < 200)
                (edges[^1].Start >= to && (edges.Count == 2 || edges[^2].Start < to)).ShouldBeTrue(where);
        }
    });

    private static IReadOnlyList<Minute> Edges(string step, string from, string to, string zone, int edgesMax = 1_000)
    {
        HistoryStep.TryParse(step, out var parsed).ShouldBeTrue();
        return parsed!.Edges(
            DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), DateTimeOffset.Parse(to, CultureInfo.InvariantCulture), Zones.Of(zone), edgesMax);
    }

    private static IEnumerable<TimeSpan> Lengths(IReadOnlyList<Minute> edges) => edges.Zip(edges.Skip(1), (first, second) => second.Start - first.Start);
}
