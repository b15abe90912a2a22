using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>The oracle: a naive recount of the stored responses, and everything that differs from it.</summary>
internal sealed class Recount(SimulatedStore store)
{
    private const int Quarters = 2_000;

    /// <summary>What differs.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>The quarter-hours in which a simulation that began at <paramref name="start"/> may have responses.</summary>
    public Minute[] Edges(DateTimeOffset start)
    {
        var first = Minute.Of(start).Plus(-80 * 60).FloorToQuarter();
        return [.. Enumerable.Range(0, Quarters).Select(index => first.Plus(index * Minute.Quarter))];
    }

    /// <summary>The stored tallies of each key and partition sum up to its responses.</summary>
    public void CheckTallies()
    {
        var recount = new Dictionary<(int, int), Tally>();
        foreach (var (partition, state) in store.Responses.Values.Where(response => !response.State.IsErased))
        {
            foreach (var keyId in state.KeyIds!.Append(StoredKey.TenantId))
            {
                var tally = recount.GetValueOrDefault((keyId, partition));
                tally[state.Score]++;
                recount[(keyId, partition)] = tally;
            }
        }

        foreach (var stored in store.Tallies.GroupBy(tally => (tally.Key.KeyId, tally.Key.Partition)))
        {
            var sum = default(Tally);
            foreach (var (_, tally) in stored)
                sum.Add(tally);
            if (sum != recount.GetValueOrDefault(stored.Key))
                Faults.Add($"Stored tallies of key {stored.Key} are {sum}, recounted {recount.GetValueOrDefault(stored.Key)}.");
        }
    }

    /// <summary>Every acknowledged response is stored as its sender was told.</summary>
    public void CheckAcknowledged(IReadOnlyDictionary<IdHash, ResponseRequest?> expected)
    {
        foreach (var (idHash, request) in expected)
        {
            if (!store.Responses.TryGetValue(idHash, out var row))
                Faults.Add($"The acknowledged {idHash} is lost.");
            else if (row.State.IsErased != (request is null) || (request is not null && row.State.Fingerprint != request.Fingerprint))
                Faults.Add($"The acknowledged {idHash} is stored otherwise than answered.");
        }
    }

    /// <summary>A live score counts what is stored, in all and by quarter-hour, and tells the last response's minute or quarter-hour.</summary>
    public void CheckScore(ScoreKey key, ScoreSnapshot all, IReadOnlyList<HistoryPoint> history)
    {
        var keyId = key.Kind == ScoreKind.Tenant ? StoredKey.TenantId : store.Keys.FirstOrDefault(known => known.Key.Equals(key))?.Id ?? -1;
        var counted = store.Responses.Values
            .Where(response => !response.State.IsErased && (keyId == StoredKey.TenantId || response.State.KeyIds!.Contains(keyId)))
            .Select(response => (Minute: Minute.OfUnixMilliseconds(response.State.RespondedAtMilliseconds), response.State.Score))
            .ToList();
        if (all.Counts.Total != counted.Count)
            Faults.Add($"{key} counts {all.Counts.Total}, recounted {counted.Count}.");
        var (last, shownLast) = (
            BucketOf(counted.Select(response => (Minute?)response.Minute).Max(), all.AsOf),
            BucketOf(all.LastResponse is { } told ? Minute.Of(told.RespondedAt) : null, all.AsOf));
        if (last != shownLast)
            Faults.Add($"{key} tells {shownLast?.Start:O} for the last response, recounted {last?.Start:O}.");
        var first = Minute.Of(history[0].From);
        foreach (var quarter in counted.GroupBy(response => response.Minute.FloorToQuarter()))
        {
            var shown = history[(quarter.Key.Number - first.Number) / Minute.Quarter].Counts.ByScore;
            for (var score = 0; score < Tally.Scores; score++)
            {
                if (shown[score] != quarter.Count(response => response.Score == score))
                    Faults.Add($"{key} at {quarter.Key.Start:O} counts {shown[score]} with score {score}.");
            }
        }
    }

    /// <summary>How exactly the last response is told once another was taken away: no store looks for it among those of one bucket.</summary>
    private static Minute? BucketOf(Minute? minute, DateTimeOffset now) =>
        minute is { } known && known < Minute.DownsamplingLine(now) ? known.FloorToQuarter() : minute;
}
