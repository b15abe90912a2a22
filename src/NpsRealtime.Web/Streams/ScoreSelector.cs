using System.Diagnostics.CodeAnalysis;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Insight;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Scores;

namespace NpsRealtime.Web.Streams;

/// <summary>What a viewer asks for: one key or a wildcard, over a window.</summary>
/// <param name="Key">The key; null for a wildcard.</param>
/// <param name="Wildcard">The keys that a wildcard stands for; null for a key.</param>
/// <param name="Window">The window.</param>
internal sealed record ScoreSelector(ScoreKey? Key, ScoreFilter? Wildcard, Window Window)
{
    /// <summary>Reads <c>KEY</c> or a wildcard such as <c>channel/*</c>.</summary>
    public static bool TryParse(
        string? key, string? window, [NotNullWhen(true)] out ScoreSelector? selector, [NotNullWhen(false)] out Problem? problem)
    {
        selector = null;
        if (!ScoreQuery.TryWindow(window, out var known, out problem))
            return false;
        if (key?.EndsWith("/*", StringComparison.Ordinal) == true)
        {
            if (key is "channel/*" or "touchpoint/*" || key.StartsWith("segment/", StringComparison.Ordinal))
            {
                if (ScoreFilter.TryParse(key[..^2], out var filter) && filter != new ScoreFilter(ScoreKind.Segment))
                    selector = new ScoreSelector(null, filter, known);
            }

            problem = selector is null
                ? new Problem(ProblemCatalogue.InvalidKey, "A wildcard is one of: channel/*, touchpoint/*, segment/NAME/*.")
                : null;
            return selector is not null;
        }

        if (!ScoreQuery.TryKey(key, out var parsed, out problem))
            return false;
        selector = new ScoreSelector(parsed, null, known);
        return true;
    }

    /// <summary>Why the tenant can't be asked for one of these: it has no such campaign, or no shifts. Null when it can.</summary>
    public static Problem? Unfit(Tenant tenant, IEnumerable<ScoreSelector> selectors) =>
        selectors.Select(selector => InsightQuery.Check(tenant, selector.Window)).FirstOrDefault(problem => problem is not null);

    /// <summary>Reads <c>KEY@WINDOW</c>, or <c>KEY</c> alone for the usual window.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out ScoreSelector? selector, [NotNullWhen(false)] out Problem? problem)
    {
        var at = text?.LastIndexOf('@') ?? -1;
        return at < 0 ? TryParse(text, null, out selector, out problem) : TryParse(text![..at], text[(at + 1)..], out selector, out problem);
    }
}
