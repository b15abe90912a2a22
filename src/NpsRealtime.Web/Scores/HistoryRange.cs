using System.Globalization;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Scores;

/// <summary>Reads the range of a history into the edges of its steps.</summary>
internal static class HistoryRange
{
    public const int PointsMax = 10_000;

    private const string DefaultStep = "1h";

    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>The edges, one more than there are points; or null and what is wrong.</summary>
    public static IReadOnlyList<Minute>? Edges(
        string? from, string? to, Window? window, string? step, DateTimeOffset now, TenantCalendar calendar, out Problem? problem)
    {
        problem = null;
        if (window is not null && (from is not null || to is not null))
            problem = Invalid("Either window, or from and to.");
        var end = now;
        var start = now;
        if (to is not null && !TryTime(to, out end))
            problem = Invalid("to is not an RFC 3339 time with an offset between 1970 and 2200, as in 2026-11-22T10:15:00Z.");
        else if (from is not null && !TryTime(from, out start))
            problem = Invalid("from is not an RFC 3339 time with an offset between 1970 and 2200, as in 2026-11-22T10:15:00Z.");
        else if (!HistoryStep.TryParse(step, out _))
            problem = Invalid($"step is {HistoryStep.Forms}.");
        if (problem is not null || !HistoryStep.TryParse(step ?? DefaultStep, out var length))
            return null;
        if (window?.Resolve(now, calendar) is { } span)
            (start, end) = (span.From?.Start ?? Earliest, span.To.Start);
        else if (from is null)
            start = Max(end.AddHours(-24), Earliest);

        // Who names no beginning means those steps that a clock would show.
        if (from is null)
            start = length.Aligned(start, calendar);
        if (start >= end)
        {
            problem = Invalid("from must be before to.");
            return null;
        }

        var edges = length.Edges(start, end, calendar, PointsMax + 2);
        if (edges.Count <= PointsMax + 1)
            return edges;
        problem = Invalid($"The range has more than {PointsMax:N0} steps. Take a longer step or a shorter range.");
        return null;
    }

    private static bool TryTime(string text, out DateTimeOffset instant)
    {
        // A plus sign that was not percent-encoded arrives as a space; what was meant is clear.
        var sent = text.Replace(' ', '+').ToUpperInvariant();
        var hasOffset = sent.EndsWith('Z') || (sent.Length > 6 && sent[^3] == ':' && sent[^6] is '+' or '-');
        instant = default;
        return hasOffset
            && DateTimeOffset.TryParseExact(sent, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant)
            && instant >= Earliest && instant <= Latest;
    }

    private static DateTimeOffset Max(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static Problem Invalid(string detail) => new(ProblemCatalogue.InvalidRange, detail);
}
