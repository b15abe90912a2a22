using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Records;

namespace NpsRealtime.Web.Streams;

/// <summary>Adds what a viewer asked for in one call.</summary>
internal sealed class Subscriptions(IScoreEngine engine, TenantRecordsCache records, IOptions<WebOptions> options, TimeProvider time)
{
    private const int PageSize = 1_000;

    private WebOptions Limits => options.Value;

    /// <summary>
    /// Adds the scores held back, so that the caller's answer can carry their first snapshots, and waits a little for these.
    /// </summary>
    /// <param name="viewer">The viewer.</param>
    /// <param name="tenant">Whose scores.</param>
    /// <param name="selectors">Which.</param>
    /// <param name="letGo">Receives all of them; each must be let go before the call ends.</param>
    /// <returns>The problem, when the viewer asks for more than it may.</returns>
    public async Task<Problem?> AddHeldAsync(Viewer viewer, Tenant tenant, IReadOnlyList<ScoreSelector> selectors, List<ViewerScore> letGo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(Limits.FirstSnapshotSeconds), time);
        if (await AddAsync(viewer, tenant, selectors, letGo, isHeld: true, patience.Token) is { } problem)
            return problem;
        await Task.WhenAll(letGo.Select(score => score.Score.First))
            .WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return null;
    }

    /// <summary>Adds the scores; their snapshots are sent as they come.</summary>
    public async Task AddAsync(Viewer viewer, Tenant tenant, IReadOnlyList<ScoreSelector> selectors, CancellationToken ending)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ending);
        patience.CancelAfter(TimeSpan.FromSeconds(Limits.FirstSnapshotSeconds));
        await AddAsync(viewer, tenant, selectors, [], isHeld: false, patience.Token);
    }

    private async Task<Problem?> AddAsync(
        Viewer viewer, Tenant tenant, IReadOnlyList<ScoreSelector> selectors, List<ViewerScore> added, bool isHeld, CancellationToken patience)
    {
        foreach (var selector in selectors.Where(selector => selector.Key is not null))
        {
            if (viewer.Add(tenant, selector.Key!, selector.Window, isExplicit: true, isHeld) is not { } score)
                return TooMany();
            added.Add(score);
        }

        var wildcards = new List<ViewerWildcard>();
        foreach (var selector in selectors.Where(selector => selector.Wildcard is not null))
        {
            if (viewer.Add(tenant, selector.Wildcard!, selector.Window) is not { } wildcard)
                return TooMany();
            wildcards.Add(wildcard);
            await wildcard.Keys.ListedAsync(wildcard.Filter).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (viewer.MustChoose())
            viewer.Prefer(await ByAttentionAsync(tenant, wildcards, patience), isHeld);
        foreach (var wildcard in wildcards)
        {
            viewer.TakeUp(wildcard, isHeld);
            added.AddRange(viewer.Covered(wildcard).Except(added));
        }

        return null;
    }

    /// <summary>The keys that wildcards stand for, those that need attention most first; none when they can't be read in time.</summary>
    private async Task<IReadOnlyList<(ViewerWildcard Wildcard, ScoreKey Key)>> ByAttentionAsync(
        Tenant tenant, IReadOnlyList<ViewerWildcard> wildcards, CancellationToken patience)
    {
        var known = new List<(ViewerWildcard Wildcard, ScoreKey Key, (int, decimal) Place)>();
        try
        {
            foreach (var wildcard in wildcards)
            {
                var whole = await engine.ReadAsync(tenant, ScoreKey.Tenant, wildcard.Window, after: null, patience);
                var attention = new Attention(whole, records.Of(tenant));
                foreach (var score in await ReadAsync(tenant, wildcard, patience))
                {
                    if (ScoreKey.TryParse(score.Key, out var key, out _))
                        known.Add((wildcard, key.WithLabel(score.Label), attention.PlaceOf(score)));
                }
            }

            return [.. known.OrderBy(one => one.Place).Select(one => (one.Wildcard, one.Key))];
        }
        catch (Exception fault) when (fault is StoreUnavailableException or OperationCanceledException)
        {
            return [];
        }
    }

    private async Task<List<ScoreSnapshot>> ReadAsync(Tenant tenant, ViewerWildcard wildcard, CancellationToken patience)
    {
        var scores = new List<ScoreSnapshot>();
        string? cursor = null;
        do
        {
            var page = await engine.ListAsync(tenant, wildcard.Filter, wildcard.Window, cursor, PageSize, patience);
            scores.AddRange(page.Scores);
            cursor = page.Cursor;
        }
        while (cursor is not null);
        return scores;
    }

    private Problem TooMany() =>
        new(ProblemCatalogue.TooManyViewers, $"One viewer may watch {Limits.ScoresPerViewerMax} scores; see Web:ScoresPerViewerMax in GET /v1/meta.");
}
