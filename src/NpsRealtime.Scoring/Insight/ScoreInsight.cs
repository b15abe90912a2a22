using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Insight;

/// <summary>
/// Compares scores and says what moved them. Everything goes through the engine's port, so that it works wherever live scores are;
/// what was read once is answered out of memory.
/// </summary>
public sealed class ScoreInsight(IScoreEngine engine, TimeProvider time)
{
    // A part's first read wakes its live score. So many loads at once keep the database busy and not more.
    private const int ReadsAtOnce = 16;

    /// <summary>A score over a window against a baseline.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="key">Which score.</param>
    /// <param name="window">Over which time.</param>
    /// <param name="baseline">Against what.</param>
    /// <param name="isIncident">Whether something out of the ordinary is known of a span: then it does not say what is usual.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">The window has no such baseline; the message says why.</exception>
    public async Task<ScoreComparison> CompareAsync(
        Tenant tenant, ScoreKey key, Window window, Baseline baseline, Func<MinuteSpan, bool> isIncident, CancellationToken cancellation)
    {
        var change = await ChangeAsync(tenant, key, window, baseline, isIncident, cancellation);
        var (from, to) = (Minute.Of(change.Current.Window.From!.Value), Minute.Of(change.Current.Window.To));
        return change with { Since = await LastChangeSearch.FindAsync(engine, tenant, key, from, to, time.GetUtcNow(), cancellation) };
    }

    /// <summary>The same without since when, which takes the longest to find.</summary>
    /// <inheritdoc cref="CompareAsync"/>
    public async Task<ScoreComparison> ChangeAsync(
        Tenant tenant, ScoreKey key, Window window, Baseline baseline, Func<MinuteSpan, bool> isIncident, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var current = await engine.ReadAsync(tenant, key, window, after: null, cancellation);
        var counted = Tally.Of(current.Counts.ByScore);
        var (from, to) = (current.Window.From is { } first ? Minute.Of(first) : (Minute?)null, Minute.Of(current.Window.To));
        var spans = Spans(baseline, from, to, now, tenant);
        if (baseline.IsUsual)
        {
            var usual = await ReadUsualAsync(tenant, key, spans, isIncident, cancellation);
            return new ScoreComparison(current, UsedSpans(usual), usual.Counts, usual.Compare(counted, AlphaOf(window, from!.Value, to)), usual, Since: null);
        }

        var tally = SpanCounts.Sum(await SpanCounts.ReadAsync(engine, tenant, key, spans, cancellation));
        return new ScoreComparison(current, spans, tally, ScoreDifference.Of(counted, tally), Usual: null, Since: null);
    }

    /// <summary>The spans of a window and of its baseline; of what is usual those that are used for the whole.</summary>
    /// <exception cref="ArgumentException">The window has no such baseline; the message says why.</exception>
    public async Task<(MinuteSpan Window, IReadOnlyList<MinuteSpan> Baseline)> ResolveAsync(
        Tenant tenant, ScoreKey whole, Window window, Baseline baseline, Func<MinuteSpan, bool> isIncident, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var span = window.Resolve(now, tenant.Calendar);
        var spans = Spans(baseline, span.From, span.To, now, tenant);
        return (span, baseline.IsUsual ? UsedSpans(await ReadUsualAsync(tenant, whole, spans, isIncident, cancellation)) : spans);
    }

    /// <summary>How the parts of a breakdown are judged.</summary>
    public static PartJudge JudgeOf(Window window, MinuteSpan span, Baseline baseline)
    {
        if (!baseline.IsUsual)
            return (in Tally current, IReadOnlyList<Tally> spans) => ScoreDifference.Of(current, SpanCounts.Sum(spans));
        var alpha = AlphaOf(window, span.From!.Value, span.To);
        return (in Tally current, IReadOnlyList<Tally> spans) => Usual.Of([.. spans.Select(tally => new UsualPeriod(default, tally, tally))]).Compare(current, alpha);
    }

    /// <summary>
    /// A window that moves on is another one several times a day: what may be called a change over all looks of a day is shared out among as many
    /// as lie, wholly or in part, in one and do not overlap, and one more, since each learns anew what is usual.
    /// </summary>
    public static double AlphaOf(Window window, Minute from, Minute to) =>
        window is RollingWindow ? AnytimeBound.Alpha / (2 + Math.Ceiling(24.0 * 60 / (to.Number - from.Number))) : AnytimeBound.Alpha;

    /// <summary>
    /// What moved a score, by keys of which each response has at most one. The whole is the sum of its parts, so that the effects sum
    /// to its difference whatever arrives meanwhile; with <paramref name="whole"/>, what it counts beyond them is a part without a key.
    /// </summary>
    public async Task<ScoreBreakdown> BreakdownAsync(
        Tenant tenant,
        ScoreKey? whole,
        IReadOnlyList<ScoreKey> parts,
        MinuteSpan window,
        IReadOnlyList<MinuteSpan> baseline,
        PartJudge judge,
        int partsMax,
        CancellationToken cancellation)
    {
        var rest = whole is null ? null : await ReadAsync(tenant, whole, window, baseline, cancellation);
        var counted = new PartCounts[parts.Count];
        await Parallel.ForAsync(0, parts.Count, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation }, async (index, token) =>
            counted[index] = await ReadAsync(tenant, parts[index], window, baseline, token));
        return ScoreBreakdown.Of(rest is null ? counted : [.. counted, rest.Beyond(counted)], judge, partsMax);
    }

    private async Task<PartCounts> ReadAsync(
        Tenant tenant, ScoreKey key, MinuteSpan window, IReadOnlyList<MinuteSpan> baseline, CancellationToken cancellation)
    {
        // A baseline may lie after its window.
        var tallies = await ReadAsync(tenant, key, [.. baseline, window], cancellation);
        return new PartCounts(key, tallies[^1], tallies[..^1]);
    }

    private async Task<Usual> ReadUsualAsync(
        Tenant tenant, ScoreKey key, IReadOnlyList<MinuteSpan> spans, Func<MinuteSpan, bool> isIncident, CancellationToken cancellation)
    {
        var tallies = await ReadAsync(tenant, key, spans, cancellation);
        var days = await ReadAsync(tenant, key, [.. spans.Select(span => DayOf(span, tenant.Calendar))], cancellation);
        var periods = spans.Select((span, index) => new UsualPeriod(
            span, tallies[index], days[index], isIncident(span) ? PeriodLeftOut.Incident : PeriodLeftOut.No)).ToArray();
        return Usual.Of(periods[..Usual.PeriodsMax], periods[Usual.PeriodsMax..]);
    }

    /// <summary>The day in which a shorter span begins; a longer one itself.</summary>
    private static MinuteSpan DayOf(MinuteSpan span, TenantCalendar calendar)
    {
        var day = calendar.DayOf(span.From!.Value.Start);
        var (from, to) = (Minute.Of(calendar.StartOf(day)), Minute.Of(calendar.StartOf(day.AddDays(1))));
        return span.To.Number - span.From.Value.Number < to.Number - from.Number ? new MinuteSpan(from, to, IsRunning: false) : span;
    }

    /// <summary>The counts of spans in any order; the engine wants their edges ascending.</summary>
    private async Task<Tally[]> ReadAsync(Tenant tenant, ScoreKey key, IReadOnlyList<MinuteSpan> spans, CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, spans.Count).OrderBy(index => spans[index].From).ToArray();
        var counted = await SpanCounts.ReadAsync(engine, tenant, key, Array.ConvertAll(order, index => spans[index]), cancellation);
        var tallies = new Tally[spans.Count];
        for (var place = 0; place < order.Length; place++)
            tallies[order[place]] = counted[place];
        return tallies;
    }

    private static MinuteSpan[] UsedSpans(Usual usual) =>
        [.. usual.Periods.Where(period => period.LeftOut == PeriodLeftOut.No).Select(period => period.Span).OrderBy(span => span.From)];

    private static IReadOnlyList<MinuteSpan> Spans(Baseline baseline, Minute? from, Minute to, DateTimeOffset now, Tenant tenant) =>
        baseline.Spans(from, to, now, tenant.Calendar, out var fault) ?? throw new ArgumentException(fault, nameof(baseline));
}
