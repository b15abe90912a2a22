using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Windows;

/// <summary>What every kind of window keeps to. A new kind gets a class of a few lines that derives from this one.</summary>
public abstract class WindowContract
{
    /// <summary>The windows of the kind under test.</summary>
    protected abstract IReadOnlyList<Window> Windows { get; }

    /// <summary>The span as worked out with a naive calendar.</summary>
    protected abstract (DateTimeOffset? From, DateTimeOffset To) Expected(Window window, DateTimeOffset now, TimeZoneInfo zone);

    /// <summary>Whether the window always reaches up to the present.</summary>
    protected virtual bool ContainsNow(Window window) => true;

    [Fact]
    public void Resolve_AroundEveryChangeOfTheClocks_IsAsANaiveCalendarSays()
    {
        foreach (var name in Zones.Awkward)
        {
            var zone = Zones.Of(name);
            foreach (var change in Zones.Changes(zone))
            {
                foreach (var minutes in new[] { -1_441, -1_440, -720, -61, -31, -16, -1, 0, 1, 14, 29, 59, 60, 61, 90, 720, 1_440, 4_320 })
                    CheckAll(change.AddMinutes(minutes).AddSeconds(17.5), zone);
            }
        }
    }

    [Fact]
    public void Resolve_EveryZoneAtRandomInstants_IsAsANaiveCalendarSays() => Seeded.Run(random =>
    {
        var instants = Seeded.IsLong ? 500 : 5;
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            for (var index = 0; index < instants; index++)
                CheckAll(RandomInstant(random), zone);
        }
    });

    [Fact]
    public void Resolve_AsTimePasses_NeverMovesBack() => Seeded.Run(random =>
    {
        foreach (var name in Zones.Awkward)
        {
            var zone = Zones.Of(name);
            var start = Zones.Changes(zone).OrderBy(_ => random.Next()).FirstOrDefault(RandomInstant(random)).AddDays(-2);
            foreach (var window in Windows)
            {
                var before = window.Resolve(start, zone);
                for (var now = start; now < start.AddDays(4); now = now.AddMinutes(random.Next(1, 40)))
                {
                    var span = window.Resolve(now, zone);
                    var where = $"{window} in {name} at {now:O}";
                    if (span.From is { } from)
                        (from >= before.From).ShouldBeTrue($"from of {where}");
                    (span.To >= before.To).ShouldBeTrue($"to of {where}");
                    before = span;
                }
            }
        }
    });

    [Fact]
    public void Resolve_WithinOneMinute_StaysTheSame() => Seeded.Run(random =>
    {
        foreach (var name in Zones.Awkward)
        {
            var now = RandomInstant(random);
            now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
            foreach (var window in Windows)
                window.Resolve(now.AddMinutes(1).AddTicks(-1), Zones.Of(name)).ShouldBe(window.Resolve(now, Zones.Of(name)));
        }
    });

    [Fact]
    public void Resolve_NowInAnotherOffset_IsTheSameInstant()
    {
        var now = new DateTimeOffset(2026, 3, 29, 0, 59, 30, TimeSpan.Zero);
        foreach (var window in Windows)
            window.Resolve(now.ToOffset(TimeSpan.FromHours(-11)), Zones.Of("Europe/Berlin")).ShouldBe(window.Resolve(now, Zones.Of("Europe/Berlin")));
    }

    [Fact]
    public void Catalog_KnowsEveryWindowOfTheKind()
    {
        foreach (var window in Windows)
            WindowCatalog.TryFind(window.Name, out var found).ShouldBeTrue(window.Name);
    }

    private static DateTimeOffset RandomInstant(Random random) =>
        Zones.Earliest.AddSeconds(random.NextInt64((long)(Zones.Latest - Zones.Earliest).TotalSeconds));

    private void CheckAll(DateTimeOffset now, TimeZoneInfo zone)
    {
        foreach (var window in Windows)
            Check(window, now, zone);
    }

    private void Check(Window window, DateTimeOffset now, TimeZoneInfo zone)
    {
        var span = window.Resolve(now, zone);
        var where = $"{window} in {zone.Id} at {now:O} is {span.From?.Start:O} to {span.To.Start:O}";
        var (from, to) = Expected(window, now, zone);
        (span.From?.Start, span.To.Start).ShouldBe((from, to), where);
        (span.From is null || span.From <= span.To).ShouldBeTrue(where);
        var present = Minute.Of(now);
        if (ContainsNow(window))
            ((span.From is null || span.From <= present) && present < span.To && span.IsRunning).ShouldBeTrue(where);
        (span.Bound is null || span.To <= span.Bound).ShouldBeTrue(where);
        CheckResolution(span.From, present, where);
        CheckResolution(span.To, present, where);
    }

    /// <summary>Beyond the last 48 hours only quarter-hours are kept, so an edge between them would not be what is counted.</summary>
    private static void CheckResolution(Minute? edge, Minute present, string where)
    {
        if (edge is { } minute && minute.Number < present.Number - Minute.FineMinutes)
            (minute.Number % Minute.Quarter).ShouldBe(0, where);
    }
}
