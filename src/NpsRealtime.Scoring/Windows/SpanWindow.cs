using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NpsRealtime.Scoring.Windows;

/// <summary>
/// From one time to another, or to now: <c>2026-11-20T00:00Z/2026-11-21T00:00Z</c>, <c>2026-11-20T00:00Z/..</c>. Times are cut to the
/// minute, and the name says them in UTC, so that two spellings of one span are one window.
/// </summary>
public sealed class SpanWindow : Window
{
    private const string OpenEnd = "..";
    private const string Format = "yyyy-MM-dd'T'HH:mm'Z'";

    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly Minute _from;
    private readonly Minute? _to;

    private SpanWindow(Minute from, Minute? to)
        : base($"{Text(from)}/{(to is { } end ? Text(end) : OpenEnd)}") => (_from, _to) = (from, to);

    /// <summary>A span of whole minutes; to now when <paramref name="to"/> is null.</summary>
    public static SpanWindow Of(Minute from, Minute? to) => new(from, to);

    /// <summary>Reads <c>FROM/TO</c> or <c>FROM/..</c> with times as RFC 3339 writes them, between 1970 and 2200.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out SpanWindow? window)
    {
        window = null;
        if (name.Split('/') is not [var first, var last] || !TryTime(first, out var from))
            return false;
        if (last == OpenEnd)
            window = new SpanWindow(from, null);
        else if (TryTime(last, out var to) && from < to)
            window = new SpanWindow(from, to);
        return window is not null;
    }

    public override MinuteSpan Resolve(DateTimeOffset now, TenantCalendar calendar) => Until(_from, _to, now);

    private static string Text(Minute minute) => minute.Start.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    private static bool TryTime(string text, out Minute minute)
    {
        minute = default;

        // A plus sign that was not percent-encoded arrives as a space; what was meant is clear.
        var sent = text.Replace(' ', '+').ToUpperInvariant();
        var hasOffset = sent.EndsWith('Z') || (sent.Length > 6 && sent[^3] == ':' && sent[^6] is '+' or '-');
        if (!hasOffset
            || !DateTimeOffset.TryParseExact(sent, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            || instant < HistoryStep.Earliest || instant > HistoryStep.Latest)
            return false;
        minute = Minute.Of(instant);
        return true;
    }
}
