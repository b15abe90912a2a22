using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Records;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Insight;

/// <summary>
/// Compares many scores with their baselines. Sixty tiles on a hundred walls ask for the same: a comparison is answered again for some seconds, and
/// one that is under way serves everybody who asks meanwhile. Thread-safe.
/// </summary>
internal sealed class ChangesReader(ScoreInsight insight, KnownKeys keys, TenantRecordsCache records, IOptions<WebOptions> limits, TimeProvider time)
{
    private const int ReadsAtOnce = 16;

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(int Tenant, string Key, string Window, string Baseline), Lazy<Asked>> _asked = new();
    private long _sweptAt = time.GetTimestamp();

    /// <exception cref="ArgumentException">The window has no such baseline; the message says why.</exception>
    /// <exception cref="StoreUnavailableException">What it needs could not be read.</exception>
    public async Task<ChangesAnswer> ReadAsync(
        Tenant tenant, IEnumerable<ScoreSelector> selectors, Window window, Baseline baseline, CancellationToken cancellation)
    {
        Sweep();
        var found = await KeysAsync(tenant, selectors, cancellation);
        var most = found.Take(limits.Value.ScoresPerViewerMax).ToArray();
        var changes = new ScoreChange[most.Length];
        await Parallel.ForAsync(0, most.Length, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation }, async (index, token) =>
            changes[index] = await ReadAsync(tenant, most[index], window, baseline).WaitAsync(token));
        return new ChangesAnswer(tenant.Name, window.Name, baseline.Name, changes, found.Count - most.Length, time.GetUtcNow());
    }

    private async Task<SortedSet<ScoreKey>> KeysAsync(Tenant tenant, IEnumerable<ScoreSelector> selectors, CancellationToken cancellation)
    {
        var found = new SortedSet<ScoreKey>();
        var page = records.Of(tenant);
        foreach (var selector in selectors)
        {
            if (selector.Key is { } named)
                found.Add(named);
            else
                found.UnionWith((await keys.OfAsync(tenant, selector.Wildcard!, cancellation)).Where(key => page.Keys.GetValueOrDefault(key.Text)?.Visible != false));
        }

        return found;
    }

    private async Task<ScoreChange> ReadAsync(Tenant tenant, ScoreKey key, Window window, Baseline baseline)
    {
        var place = (tenant.Id, key.Text, window.Name, baseline.Name);
        var asked = Ask();
        if (IsOver(asked.Value))
        {
            _asked.TryRemove(KeyValuePair.Create(place, asked));
            asked = Ask();
        }

        return await asked.Value.Change;

        Lazy<Asked> Ask() => _asked.GetOrAdd(
            place, _ => new Lazy<Asked>(() => new Asked(CompareAsync(tenant, key, window, baseline), time.GetTimestamp())));
    }

    private bool IsOver(Asked asked) => asked.Change.IsCompleted && (asked.Change.IsFaulted || time.GetElapsedTime(asked.At) > FreshFor);

    // Not cancelled by who asked first: others may wait for it.
    private async Task<ScoreChange> CompareAsync(Tenant tenant, ScoreKey key, Window window, Baseline baseline)
    {
        var page = records.Of(tenant);
        return ScoreChange.Of(await insight.ChangeAsync(
            tenant, key, window, baseline, span => page.HasIncident(key, span, tenant.Calendar), CancellationToken.None));
    }

    private void Sweep()
    {
        if (time.GetElapsedTime(Interlocked.Read(ref _sweptAt)) < FreshFor)
            return;
        Interlocked.Exchange(ref _sweptAt, time.GetTimestamp());
        foreach (var one in _asked)
        {
            if (one.Value.IsValueCreated && IsOver(one.Value.Value))
                _asked.TryRemove(one);
        }
    }

    private sealed record Asked(Task<ScoreChange> Change, long At);
}
