using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Records;
using NpsRealtime.Web.Settings;

namespace NpsRealtime.Web.Insight;

/// <summary>
/// Reads a breakdown: from live scores where the parts have them, out of memory, and otherwise from the responses themselves.
/// </summary>
internal sealed class BreakdownReader(ScoreInsight insight, IResponseListing listing, KnownKeys keys, TenantRecordsCache records)
{
    private const string FromTallies = "tallies";
    private const string FromResponses = "responses";

    /// <exception cref="ArgumentException">The window has no such baseline; the message says why.</exception>
    public async Task<BreakdownAnswer> ReadAsync(
        Tenant tenant, ScoreKey whole, Dimension dimension, Window window, Baseline baseline, int partsMax, CancellationToken cancellation)
    {
        var page = records.Of(tenant);
        var (span, against) = await insight.ResolveAsync(
            tenant, whole, window, baseline, one => page.HasIncident(whole, one, tenant.Calendar), cancellation);
        var judge = ScoreInsight.JudgeOf(window, span, baseline);
        var filter = dimension.PartFilter(whole);
        var breakdown = filter is null
            ? await AcrossAsync(tenant, whole, dimension, span, against, judge, partsMax, cancellation)
            : await FromTalliesAsync(tenant, whole, dimension, filter, span, against, judge, partsMax, cancellation);
        var labels = await LabelsAsync(tenant, whole, dimension, cancellation);
        return new BreakdownAnswer(
            tenant.Name,
            whole.Text,
            labels.GetValueOrDefault(whole.Text, whole.Label),
            dimension.Name,
            new SnapshotWindow(window.Name, span.From?.Start, span.To.Start),
            new BreakdownBaseline(baseline.Name, [.. against.Select(SpanAnswer.Of)]),
            Counted.Of(breakdown.Current),
            Counted.Of(breakdown.Previous),
            ScoreDifference.Of(breakdown.Current, breakdown.Previous)?.Points,
            filter is null ? FromResponses : FromTallies,
            [.. breakdown.Parts.Select(part => Answer(part, breakdown.Current.Total, dimension, labels, page.Settings))],
            breakdown.Gathered);
    }

    private async Task<ScoreBreakdown> FromTalliesAsync(
        Tenant tenant,
        ScoreKey whole,
        Dimension dimension,
        ScoreFilter filter,
        MinuteSpan span,
        IReadOnlyList<MinuteSpan> against,
        PartJudge judge,
        int partsMax,
        CancellationToken cancellation)
    {
        var parts = await keys.OfAsync(tenant, filter, cancellation);

        // Every response has a channel and a touchpoint, but perhaps not the segment; then the rest is a part too.
        return await insight.BreakdownAsync(
            tenant,
            dimension.Filter.Kind == ScoreKind.Segment ? whole : null,
            [.. parts.Where(part => Dimension.IsPart(part, whole))],
            span,
            against,
            judge,
            partsMax,
            cancellation);
    }

    /// <summary>Which team a touchpoint's responses came from, no tally says.</summary>
    private async Task<ScoreBreakdown> AcrossAsync(
        Tenant tenant,
        ScoreKey whole,
        Dimension dimension,
        MinuteSpan span,
        IReadOnlyList<MinuteSpan> against,
        PartJudge judge,
        int partsMax,
        CancellationToken cancellation)
    {
        var counted = await listing.CountAcrossAsync(tenant, whole, dimension.Filter, [span, .. against], cancellation);
        return ScoreBreakdown.Of(
            counted.Select(part => new PartCounts(part.Part, part.Tallies[0], [.. part.Tallies.Skip(1)])), judge, partsMax);
    }

    private static PartAnswer Answer(
        ScorePart part, long total, Dimension dimension, Dictionary<string, string> labels, SettingsBody settings)
    {
        var value = part.Key is null ? null : dimension.ValueOf(part.Key);
        return new PartAnswer(
            part.Key?.Text,
            value is null ? null : labels.GetValueOrDefault(value, part.Key!.Label),
            Counted.Of(part.Current),
            Counted.Of(part.Previous),
            part.Difference?.Points,
            part.Contribution?.ScoreEffect,
            part.Contribution?.MixEffect,
            part.Contribution?.Total,
            total == 0 ? null : Math.Round((double)part.Current.Total / total, 4),
            part.Difference?.PAnytime,
            part.Difference?.IsSignificant ?? false,
            part.Current.Total >= settings.MinResponses);
    }

    /// <summary>The labels of the dimension's values and of the whole, as people have set them.</summary>
    private async Task<Dictionary<string, string>> LabelsAsync(
        Tenant tenant, ScoreKey whole, Dimension dimension, CancellationToken cancellation)
    {
        var page = records.Of(tenant);
        var values = await keys.OfAsync(tenant, dimension.Filter, cancellation);
        var wholes = await keys.OfAsync(tenant, new ScoreFilter(whole.Kind), cancellation);
        return values.Concat(wholes.Where(whole.Equals)).DistinctBy(key => key.Text).ToDictionary(
            key => key.Text, key => page.LabelOf(key.Text, key.Label));
    }
}
