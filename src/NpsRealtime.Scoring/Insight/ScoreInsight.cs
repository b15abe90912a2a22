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
    /// <exception cref="ArgumentException">The window has no such baseline; the message says why.</exception>
    public async Task<ScoreComparison> CompareAsync(
        Tenant tenant, ScoreKey key, Window window, Baseline baseline, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var current = await engine.ReadAsync(tenant, key, window, after: null, cancellation);
        var (from, to) = (current.Window.From is { } first ? Minute.Of(first) : (Minute?)null, Minute.Of(current.Window.To));
        var spans = Spans(baseline, from, to, now, tenant);
        var tally = SpanCounts.Sum(await SpanCounts.ReadAsync(engine, tenant, key, spans, cancellation));
        var since = await TurnSearch.FindAsync(engine, tenant, key, from!.Value, to, now, cancellation);
        return new ScoreComparison(
            current, spans, tally, ScoreDifference.Of(Tally.Of(current.Counts.ByScore), tally), since);
    }

    /// <summary>The spans of a window and of its baseline.</summary>
    /// <exception cref="ArgumentException">The window has no such baseline; the message says why.</exception>
    public (MinuteSpan Window, IReadOnlyList<MinuteSpan> Baseline) Resolve(Tenant tenant, Window window, Baseline baseline)
    {
        var now = time.GetUtcNow();
        var span = window.Resolve(now, tenant.Calendar);
        return (span, Spans(baseline, span.From, span.To, now, tenant));
    }

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
        int partsMax,
        CancellationToken cancellation)
    {
        var rest = whole is null ? default : await ReadAsync(tenant, whole, window, baseline, cancellation);
        var counted = new (ScoreKey? Key, Tally Current, Tally Previous)[parts.Count];
        await Parallel.ForAsync(0, parts.Count, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation }, async (index, token) =>
        {
            var (current, previous) = await ReadAsync(tenant, parts[index], window, baseline, token);
            counted[index] = (parts[index], current, previous);
        });
        if (whole is null)
            return ScoreBreakdown.Of(counted, partsMax);
        var remaining = (
            (ScoreKey?)null,
            Beyond(rest.Current, counted.Select(part => part.Current)),
            Beyond(rest.Previous, counted.Select(part => part.Previous)));
        return ScoreBreakdown.Of([.. counted, remaining], partsMax);
    }

    private async Task<(Tally Current, Tally Previous)> ReadAsync(
        Tenant tenant, ScoreKey key, MinuteSpan window, IReadOnlyList<MinuteSpan> baseline, CancellationToken cancellation)
    {
        // A baseline may lie after its window, and the engine wants its edges ascending.
        MinuteSpan[] all = [.. baseline.Append(window).OrderBy(span => span.From)];
        var tallies = await SpanCounts.ReadAsync(engine, tenant, key, all, cancellation);
        var place = Array.IndexOf(all, window);
        return (tallies[place], SpanCounts.Sum(tallies.Where((_, index) => index != place)));
    }

    /// <summary>
    /// What a whole counts beyond its parts. The parts were read a moment later and may hold a response that it does not; it is theirs.
    /// </summary>
    private static Tally Beyond(Tally whole, IEnumerable<Tally> parts)
    {
        whole.Subtract(SpanCounts.Sum(parts));
        for (var score = 0; score < Tally.Scores; score++)
            whole[score] = Math.Max(0, whole[score]);
        return whole;
    }

    private static IReadOnlyList<MinuteSpan> Spans(Baseline baseline, Minute? from, Minute to, DateTimeOffset now, Tenant tenant) =>
        baseline.Spans(from, to, now, tenant.Calendar, out var fault) ?? throw new ArgumentException(fault, nameof(baseline));
}
