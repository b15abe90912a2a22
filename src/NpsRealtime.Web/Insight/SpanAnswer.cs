using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Web.Insight;

/// <summary>A span of time that was counted.</summary>
public sealed record SpanAnswer(DateTimeOffset? From, DateTimeOffset To)
{
    public static SpanAnswer Of(MinuteSpan span) => new(span.From?.Start, span.To.Start);
}
