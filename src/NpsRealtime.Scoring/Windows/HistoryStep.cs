using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NpsRealtime.Scoring.Windows;

/// <summary>
/// The step of a history: <c>15m</c> and <c>1h</c> are lengths; <c>1d</c>, <c>1w</c>, <c>1mo</c>, <c>1q</c> and <c>1y</c> follow the
/// tenant's calendar, so that a day is a day across a daylight saving change.
/// </summary>
public sealed class HistoryStep
{
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
    /// <paramref name="to"/> unless the bound cut the list short.
    /// </summary>
    public IReadOnlyList<Minute> Edges(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, int edgesMax)
    {
        var end = Minute.Of(to.AddMinutes(1).AddTicks(-1));
        var edges = new List<Minute>();
        for (var index = 0; edges.Count < edgesMax; index++)
        {
            edges.Add(Edge(from, zone, index));
            if (edges[^1] >= end && edges.Count > 1)
                break;
        }

        return edges;
    }

    private Minute Edge(DateTimeOffset from, TimeZoneInfo zone, int index)
    {
        var steps = checked(index * _count);
        if (_unit is "m" or "h")
            return Minute.Of(from).Plus(checked(steps * (_unit == "m" ? 1 : 60)));
        var day = LocalDay.Of(from, zone);
        var month = new DateOnly(day.Year, day.Month, 1);
        var edge = _unit switch
        {
            "d" => day.AddDays(steps),
            "w" => day.AddDays(-(((int)day.DayOfWeek + 6) % 7) + (7 * steps)),
            "mo" => month.AddMonths(steps),
            "q" => month.AddMonths(-((month.Month - 1) % 3) + (3 * steps)),
            _ => new DateOnly(day.Year, 1, 1).AddYears(steps),
        };
        return Minute.Of(LocalDay.Start(edge, zone));
    }
}
