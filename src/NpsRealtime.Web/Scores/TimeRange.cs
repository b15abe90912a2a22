using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Scores;

/// <summary>From a time to before another; either may be open.</summary>
internal readonly record struct TimeRange(DateTimeOffset? From, DateTimeOffset? To)
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>Whether a time lies in the range.</summary>
    public bool Holds(DateTimeOffset time) => !(time < From) && !(time >= To);

    /// <summary>Reads both ends; null or empty leaves one open.</summary>
    public static bool TryRead(string? from, string? to, out TimeRange range, [NotNullWhen(false)] out Problem? problem)
    {
        (range, problem) = (default, null);
        if (!TryTime(from, out var first))
            problem = Invalid("from is not an RFC 3339 time with an offset between 1970 and 2200, as in 2026-11-22T10:15:00Z.");
        else if (!TryTime(to, out var last))
            problem = Invalid("to is not an RFC 3339 time with an offset between 1970 and 2200, as in 2026-11-22T10:15:00Z.");
        else if (first >= last)
            problem = Invalid("from must be before to.");
        else
            range = new TimeRange(first, last);
        return problem is null;
    }

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (string.IsNullOrEmpty(text))
            return true;

        // A plus sign that was not percent-encoded arrives as a space; what was meant is clear.
        var sent = text.Replace(' ', '+').ToUpperInvariant();
        var hasOffset = sent.EndsWith('Z') || (sent.Length > 6 && sent[^3] == ':' && sent[^6] is '+' or '-');
        if (!hasOffset
            || !DateTimeOffset.TryParseExact(sent, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            || read < HistoryStep.Earliest || read > HistoryStep.Latest)
            return false;
        time = read;
        return true;
    }

    private static Problem Invalid(string detail) => new(ProblemCatalogue.InvalidRange, detail);
}
