namespace NpsRealtime.Web.Insight;

/// <summary>The baseline of a breakdown; its counts stand beside it.</summary>
public sealed record BreakdownBaseline(string Name, IReadOnlyList<SpanAnswer> Spans);
