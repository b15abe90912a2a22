using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NpsRealtime.Scoring.Windows;

/// <summary>
/// The step of a history: <c>15m</c> and <c>1h</c> are lengths; <c>1d</c>, <c>1w</c>, <c>1mo</c>, <c>1q</c> and <c>1y</c> follow the
/// tenant's calendar, so that a day is a day across a daylight saving change.
/// </summary>
public sealed class HistoryStep
{
    /// <summary>The first instant that a history may name: no response is older.</summary>
    public static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;

    /// <summary>The last instant that a history may name, far from where minutes and calendars end.</summary>
    public static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int DayMinutes = 24 * 60;

    private readonly int _count;
    private readonly string _unit;

    private HistoryStep(int count, string unit)
    {
        _count = count;
        _unit = unit;
    }

    /// <summary>The forms a step may have, for an error message.</summary>
    public static string Forms => "a number and one of m, h, d, w, mo, q, y, as in 15m, 1h, 1d, 1q";

    /// <summary>Reads a step such as <c>15m</c>; at most 1,000 of a unit.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HistoryStep? step)
    {
        step = null;
        text ??= "1h";
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        if (count is < 1 or > 1_000 || text[digits..] is not ("m" or "h" or "d" or "w" or "mo" or "q" or "y"))
            return false;
        step = new HistoryStep(count, text[digits..]);
        return true;
    }

    /// <summary>
    /// The edges of the steps from <paramref name="from"/> on, at most <paramref name="edgesMax"/> of them: the first is the start
    /// of the minute, or for calendar steps of the calendar unit, in which <paramref name="from"/> lies; the last is at or after
    /// <paramref name="to"/> unless the bound cut the list short. Edges ascend and none is there twice: a day that the calendar
    /// skipped is no step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An instant is before <see cref="Earliest"/> or after <see cref="Latest"/>.</exception>
    public IReadOnlyList<Minute> Edges(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, int edgesMax) =>
        Edges(from, to, new TenantCalendar(zone), edgesMax);

    /// <summary>The same by a tenant's calendar, whose days and weeks may begin at other times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An instant is before <see cref="Earliest"/> or after <see cref="Latest"/>.</exception>
    public IReadOnlyList<Minute> Edges(DateTimeOffset from, DateTimeOffset to, TenantCalendar calendar, int edgesMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, Earliest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, Latest);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, Earliest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Latest);
        var end = Minute.Of(to.AddMinutes(1).AddTicks(-1));
        var first = First(from, calendar);
        var edges = new List<Minute>();
        for (var index = 0; edges.Count < edgesMax; index++)
        {
            var edge = Edge(from, first, calendar, index);
            if (edges.Count > 0 && edge <= edges[^1])
                continue;
            edges.Add(edge);
            if (edge >= end && edges.Count > 1)
                break;
        }

        return edges;
    }

    /// <summary>Where the step of a clock on the tenant's wall begins in which an instant lies; of a length that no day is a multiple of, the instant.</summary>
    public DateTimeOffset Aligned(DateTimeOffset instant, TenantCalendar calendar)
    {
        var minutes = _unit switch { "m" => _count, "h" => 60 * _count, _ => DayMinutes };
        if (minutes >= DayMinutes || DayMinutes % minutes != 0)
            return instant;
        var midnight = Minute.Of(calendar.StartOf(calendar.DayOf(instant)));
        var since = Minute.Of(instant).Number - midnight.Number;
        return midnight.Plus(since - (since % minutes)).Start;
    }

    /// <summary>The minute that is one step after another, at most <see cref="Latest"/>. A day is 24 hours here, a month 30 days, a quarter 91 and a year 365.</summary>
    public Minute After(Minute minute)
    {
        var minutes = _unit switch
        {
            "m" => _count,
            "h" => _count * 60,
            "d" => _count * DayMinutes,
            "w" => _count * 7 * DayMinutes,
            "mo" => _count * 30 * DayMinutes,
            "q" => _count * 91 * DayMinutes,
            _ => _count * 365 * DayMinutes,
        };
        var end = Minute.Of(Latest);
        return end.Number - minute.Number < minutes ? end : minute.Plus(minutes);
    }

    /// <summary>The first day of the calendar unit in which an instant lies.</summary>
    private DateOnly First(DateTimeOffset instant, TenantCalendar calendar)
    {
        var day = calendar.DayOf(instant);
        return _unit switch
        {
            "w" => day.AddDays(-(((int)day.DayOfWeek - (int)calendar.WeekStart + 7) % 7)),
            "mo" => new DateOnly(day.Year, day.Month, 1),
            "q" => new DateOnly(day.Year, day.Month - ((day.Month - 1) % 3), 1),
            "y" => new DateOnly(day.Year, 1, 1),
            _ => day,
        };
    }

    private Minute Edge(DateTimeOffset from, DateOnly first, TenantCalendar calendar, int index)
    {
        var steps = checked(index * _count);
        return _unit switch
        {
            "m" => Minute.Of(from).Plus(steps),
            "h" => Minute.Of(from).Plus(checked(steps * 60)),
            "d" => Start(first.AddDays(steps)),
            "w" => Start(first.AddDays(7 * steps)),
            "mo" => Start(first.AddMonths(steps)),
            "q" => Start(first.AddMonths(3 * steps)),
            _ => Start(first.AddYears(steps)),
        };

        Minute Start(DateOnly day) => Minute.Of(calendar.StartOf(day));
    }
}
