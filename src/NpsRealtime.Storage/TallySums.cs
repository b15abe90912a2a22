using System.Runtime.InteropServices;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage;

/// <summary>Sums changes of tallies by key and bucket, so that many commits are settled with one row for each bucket.</summary>
public sealed class TallySums
{
    private readonly Dictionary<(int KeyId, int Place), TallyRow> _sums = [];

    public int Count => _sums.Count;

    /// <summary>Adds what a commit carries.</summary>
    public void AddPacked(ReadOnlySpan<byte> packed) => PackedTallies.Unpack(packed, this, static (TallySums sums, in TallyRow row) => sums.Add(row));

    /// <summary>Adds of what a commit carries only the rows of one key.</summary>
    public void AddPacked(ReadOnlySpan<byte> packed, int keyId) =>
        PackedTallies.Unpack(packed, (Sums: this, KeyId: keyId), static ((TallySums Sums, int KeyId) wanted, in TallyRow row) =>
        {
            if (row.KeyId == wanted.KeyId)
                wanted.Sums.Add(row);
        });

    public void Add(IReadOnlyList<TallyRow> rows)
    {
        for (var index = 0; index < rows.Count; index++)
            Add(rows[index]);
    }

    public void Add(in TallyRow row)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, PlaceOf(row), out var isKnown);
        sum = isKnown ? Merge(sum, row) : row;
    }

    /// <summary>Takes out the sum of a bucket; zero when there is none.</summary>
    public Tally Take(in TallyRow bucket) => _sums.Remove(PlaceOf(bucket), out var sum) ? sum.Tally : default;

    /// <summary>The sums, in no order.</summary>
    public IReadOnlyCollection<TallyRow> Rows => _sums.Values;

    /// <summary>These sums and other rows together, each bucket once.</summary>
    public IReadOnlyList<TallyRow> With(IReadOnlyList<TallyRow> rows)
    {
        if (Count == 0)
            return rows;
        Add(rows);
        return [.. Rows];
    }

    /// <summary>The sums that change anything, in the order of the table's index, so that its pages are visited one after the other.</summary>
    public List<TallyRow> ToSorted()
    {
        var rows = new List<TallyRow>(_sums.Count);
        foreach (var row in _sums.Values)
        {
            if (!row.Tally.IsZero)
                rows.Add(row);
        }

        rows.Sort(static (left, right) =>
        {
            if (left.Resolution != right.Resolution)
                return left.Resolution.CompareTo(right.Resolution);
            return left.KeyId != right.KeyId ? left.KeyId.CompareTo(right.KeyId) : left.Bucket.CompareTo(right.Bucket);
        });
        return rows;
    }

    // A quarter-hour begins where a minute begins too, so the resolution takes part: negated for minutes, minute 0 apart.
    private static (int KeyId, int Place) PlaceOf(in TallyRow row) => (row.KeyId, row.Resolution == Minute.Quarter ? row.Bucket.Number : ~row.Bucket.Number);

    private static TallyRow Merge(in TallyRow first, in TallyRow second)
    {
        var tally = first.Tally;
        tally.Add(second.Tally);
        var isLater = second.LastRespondedAtMilliseconds >= first.LastRespondedAtMilliseconds;
        return first with
        {
            Tally = tally,
            LastRespondedAtMilliseconds = isLater ? second.LastRespondedAtMilliseconds : first.LastRespondedAtMilliseconds,
            LastAcceptedAtMilliseconds = isLater ? second.LastAcceptedAtMilliseconds : first.LastAcceptedAtMilliseconds,
        };
    }
}
