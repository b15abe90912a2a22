using System.Diagnostics.CodeAnalysis;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Insight;

/// <summary>
/// What a window is compared with: <c>before</c>, the same length right before it; <c>usual</c>, the same weekdays and hours in the eight weeks
/// before, or the days before where there are too few of these (<see cref="Usual"/>); or another window, most often <c>FROM/TO</c>.
/// </summary>
public sealed class Baseline
{
    /// <summary>The same length right before the window.</summary>
    public const string BeforeName = "before";

    /// <summary>The same weekdays and hours in the weeks before.</summary>
    public const string UsualName = "usual";

    private const int DaysOfAWeek = 7;
    private const int MinutesOfADay = 24 * 60;
    private const int MinutesOfAWeek = DaysOfAWeek * MinutesOfADay;

    /// <summary>So many days before may say what is usual while there are too few of the same weekday.</summary>
    private const int OtherDays = 14;

    private readonly Window? _window;

    private Baseline(string name, Window? window = null) => (Name, _window) = (name, window);

    /// <summary>The name as clients write it.</summary>
    public string Name { get; }

    /// <summary>The window that it is; null for those that follow the window compared.</summary>
    public Window? Window => _window;

    /// <summary>Reads a baseline; null or empty stands for <c>before</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Baseline? baseline)
    {
        baseline = text switch
        {
            null or "" or BeforeName => new Baseline(BeforeName),
            UsualName => new Baseline(UsualName),
            _ when WindowCatalog.TryFind(text, out var window) => new Baseline(window.Name, window),
            _ => null,
        };
        return baseline is not null;
    }

    /// <summary>Whether it is <c>usual</c>.</summary>
    public bool IsUsual => Name == UsualName;

    /// <summary>
    /// The spans to count; or null and why there are none, as a whole sentence. For <c>usual</c> those that may say what is usual, which are more than
    /// are used: the same weekdays, the nearest first, and behind them other days.
    /// </summary>
    public IReadOnlyList<MinuteSpan>? Spans(
        Minute? from, Minute to, DateTimeOffset now, TenantCalendar calendar, out string? fault)
    {
        fault = null;
        if (from is not { } start)
        {
            fault = "A window that counts everything has nothing before it. Compare a window FROM/.. instead.";
            return null;
        }

        if (_window is null)
        {
            var length = Math.Max(to.Number - start.Number, 1);
            return IsUsual ? UsualSpans(start, to, length, now, calendar.Zone) : [Counted(start.Plus(-length), start, now)];
        }

        var span = _window.Resolve(now, calendar);
        if (span.From is { } first && (span.To <= start || first >= to))
            return [span];
        fault = "The baseline overlaps the window, so that it would be compared with itself. Take one that ends before the window begins, as in FROM/TO.";
        return null;
    }

    private static List<MinuteSpan> UsualSpans(Minute from, Minute to, int length, DateTimeOffset now, TimeZoneInfo zone)
    {
        var weeks = (length + MinutesOfAWeek - 1) / MinutesOfAWeek;
        var days = Enumerable.Range(1, Usual.PeriodsMax).Select(period => period * weeks * DaysOfAWeek);
        if (length <= MinutesOfADay)
            days = days.Concat(Enumerable.Range(1, OtherDays).Where(day => day % DaysOfAWeek != 0));
        return [.. days.Select(day => Counted(DaysBefore(from, day, zone), DaysBefore(to, day, zone), now))];
    }

    /// <summary>The same time on the wall's clock, also across a daylight saving change.</summary>
    private static Minute DaysBefore(Minute minute, int days, TimeZoneInfo zone)
    {
        var then = minute.Start.AddDays(-days);
        var shift = zone.GetUtcOffset(minute.Start) - zone.GetUtcOffset(then);
        return Minute.Of(then + shift);
    }

    // The line moves on by a quarter-hour at a time; an edge just behind it is cut too, so that it is the same a moment later.
    private static MinuteSpan Counted(Minute from, Minute to, DateTimeOffset now) =>
        new(Align(from, now), Align(to, now), IsRunning: false);

    private static Minute Align(Minute edge, DateTimeOffset now) =>
        edge < Minute.DownsamplingLine(now).Plus(Minute.Quarter) ? edge.FloorToQuarter() : edge;
}
