using System.Collections;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>The rows that changes sorted by key and minute write.</summary>
internal static class TallyRows
{
    /// <summary>The rows, when everything before <paramref name="downsampledUntil"/> is kept by quarter-hours.</summary>
    public static IReadOnlyList<TallyRow> Of(TallyChange[] sorted, Minute downsampledUntil)
    {
        foreach (var change in sorted)
        {
            if (change.Minute < downsampledUntil)
                return Merged(sorted, downsampledUntil);
        }

        return new OfMinutes(sorted);
    }

    private static List<TallyRow> Merged(TallyChange[] sorted, Minute downsampledUntil)
    {
        var rows = new List<TallyRow>(sorted.Length);
        foreach (var change in sorted)
        {
            var row = change.Minute < downsampledUntil
                ? Row(change, Minute.Quarter, change.Minute.FloorToQuarter())
                : Row(change, 1, change.Minute);
            if (row.Resolution == Minute.Quarter && rows.Count > 0 && rows[^1].KeyId == row.KeyId && rows[^1].Resolution == row.Resolution && rows[^1].Bucket == row.Bucket)
                rows[^1] = Merge(rows[^1], row);
            else
                rows.Add(row);
        }

        rows.RemoveAll(row => row.Tally.IsZero);
        return rows;
    }

    private static TallyRow Row(in TallyChange change, int resolution, Minute bucket) =>
        new(change.KeyId, resolution, bucket, change.Change, change.LastRespondedAtMilliseconds, change.LastAcceptedAtMilliseconds);

    private static TallyRow Merge(TallyRow first, TallyRow second)
    {
        var tally = first.Tally;
        tally.Add(second.Tally);
        var last = second.LastRespondedAtMilliseconds >= first.LastRespondedAtMilliseconds ? second : first;
        return first with
        {
            Tally = tally,
            LastRespondedAtMilliseconds = last.LastRespondedAtMilliseconds,
            LastAcceptedAtMilliseconds = last.LastAcceptedAtMilliseconds,
        };
    }

    /// <summary>Where nothing is downsampled each change is a row, which need not be copied.</summary>
    private sealed class OfMinutes(TallyChange[] changes) : IReadOnlyList<TallyRow>
    {
        public int Count => changes.Length;

        public TallyRow this[int index] => Row(changes[index], 1, changes[index].Minute);

        public IEnumerator<TallyRow> GetEnumerator()
        {
            for (var index = 0; index < changes.Length; index++)
                yield return this[index];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
