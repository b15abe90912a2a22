using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Windows;

public class LocalDayTests
{
    [Fact]
    public void Start_AroundEveryChangeOfEveryZone_IsTheFirstQuarterHourOfTheDay()
    {
        var faults = new List<string>();
        var zones = Seeded.IsLong ? TimeZoneInfo.GetSystemTimeZones() : [.. Zones.Awkward.Select(Zones.Of)];
        foreach (var zone in zones)
        {
            foreach (var change in Zones.Changes(zone))
            {
                var middle = DateOnly.FromDateTime(change.UtcDateTime);
                for (var day = middle.AddDays(-2); day <= middle.AddDays(2); day = day.AddDays(1))
                {
                    if (LocalDay.Start(day, zone) != NaiveCalendar.Start(day, zone))
                        faults.Add($"{zone.Id} {day:O}: {LocalDay.Start(day, zone):O}, not {NaiveCalendar.Start(day, zone):O}");
                }
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Of_AroundEveryChange_IsTheLastDayThatHasBegun()
    {
        var faults = new List<string>();
        foreach (var name in Zones.Awkward)
        {
            var zone = Zones.Of(name);
            foreach (var change in Zones.Changes(zone))
            {
                for (var minutes = -90; minutes <= 90; minutes += 10)
                {
                    var instant = change.AddMinutes(minutes).AddSeconds(1);
                    if (LocalDay.Of(instant, zone) != NaiveCalendar.DayOf(instant, zone))
                        faults.Add($"{name} {instant:O}: {LocalDay.Of(instant, zone):O}, not {NaiveCalendar.DayOf(instant, zone):O}");
                }
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Start_DaysInARow_NeverGoBack()
    {
        foreach (var name in Zones.Awkward)
        {
            var zone = Zones.Of(name);
            var before = LocalDay.Start(new DateOnly(1970, 1, 2), zone);
            for (var day = new DateOnly(1970, 1, 3); day.Year < 2050; day = day.AddDays(1))
            {
                var start = LocalDay.Start(day, zone);
                (start - before).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromHours(26), $"{name} {day:O}");
                before = start;
            }
        }
    }
}
