using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Simulation;
using NpsRealtime.Web.Demo;
using Xunit.Abstractions;

namespace NpsRealtime.Web.Tests.Insight;

/// <summary>What is said of the demo's days: its bad spells are changes, its ordinary days are not.</summary>
public class DemoDaysTests(ITestOutputHelper output)
{
    private const int Days = 28;

    private static readonly DateTimeOffset Start = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Delivery", 8)]
    [InlineData("Support Call", 4)]
    public void Days_OfATouchpoint_AreChangesWhenTheyAreBad(string touchpoint, int hoursLeast)
    {
        var options = new DemoOptions();
        var centre = new ContactCentre(options.Seed, TimeZoneInfo.Utc, BadSpells.OfThePast);
        var tallies = new Tally[options.HistoryDays];
        foreach (var response in centre.History(Start.AddDays(-tallies.Length), Start, options.HistoryResponsesPerDay).Where(one => one.Touchpoint == touchpoint))
            tallies[(int)(Start - response.RespondedAt).TotalDays].Add(Tally.Of(response.Score));

        var (found, bad, wrong) = (0, 0, 0);
        for (var ago = 0; ago < Days; ago++)
        {
            var weeks = Enumerable.Range(1, Usual.PeriodsMax).Select(week => ago + (7 * week)).Where(day => day < tallies.Length).Select(Period).ToArray();
            var others = Enumerable.Range(1, 14).Where(day => day % 7 != 0).Select(day => ago + day).Where(day => day < tallies.Length).Select(Period).ToArray();
            var isChange = Usual.Of(weeks, others).Compare(tallies[ago]) is { IsSignificant: true };
            var badHours = BadHours(touchpoint, Start.AddDays(-ago - 1));
            bad += badHours >= hoursLeast ? 1 : 0;
            found += badHours >= hoursLeast && isChange ? 1 : 0;
            wrong += badHours == 0 && isChange ? 1 : 0;
        }

        output.WriteLine($"{touchpoint}: {found} of {bad} bad days are changes, {wrong} ordinary ones.");
        bad.ShouldBeGreaterThan(1);
        found.ShouldBe(bad);
        wrong.ShouldBe(0);

        UsualPeriod Period(int day) => new(default, tallies[day], tallies[day]);
    }

    private static int BadHours(string touchpoint, DateTimeOffset day) => Enumerable.Range(0, 24).Count(hour =>
        BadSpells.OfThePast.Any(spell => spell.Touchpoint == touchpoint && spell.SeverityAt(day.AddHours(hour)) > 0.3));
}
