using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Streams;

/// <summary>Adds what a viewer asked for in one call, and waits a little for the first snapshots.</summary>
internal static class Subscription
{
    /// <summary>
    /// Adds the scores held back, so that the caller's answer can carry their first snapshots. <paramref name="letGo"/> receives all
    /// of them; each must be let go before the call ends.
    /// </summary>
    /// <returns>The problem, when the viewer asks for more than it may.</returns>
    public static async Task<Problem?> AddAsync(
        Viewer viewer, Tenant tenant, IReadOnlyList<ScoreSelector> selectors, List<ViewerScore> letGo, WebOptions limits, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(limits.FirstSnapshotSeconds), time);
        foreach (var selector in selectors.Where(selector => selector.Key is not null))
        {
            if (viewer.Add(tenant, selector.Key!, selector.Window, isExplicit: true, isHeld: true) is not { } score)
                return TooMany(limits);
            letGo.Add(score);
        }

        foreach (var selector in selectors.Where(selector => selector.Wildcard is not null))
        {
            if (viewer.Add(tenant, selector.Wildcard!, selector.Window) is not { } wildcard)
                return TooMany(limits);
            await wildcard.Keys.ListedAsync(wildcard.Filter).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            letGo.AddRange(viewer.TakeUp(wildcard, isHeld: true));
            letGo.AddRange(viewer.Covered(wildcard).Except(letGo));
        }

        await Task.WhenAll(letGo.Select(score => score.Score.First))
            .WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return null;
    }

    private static Problem TooMany(WebOptions limits) =>
        new(ProblemCatalogue.TooManyViewers, $"One viewer may watch {limits.ScoresPerViewerMax} scores; see Web:ScoresPerViewerMax in GET /v1/meta.");
}
