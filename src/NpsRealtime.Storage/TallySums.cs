using System.Runtime.InteropServices;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage;

/// <summary>Sums changes of tallies by key and bucket, so that many commits are merged with one row for each bucket.</summary>
public sealed class TallySums
{
    private readonly Dictionary<long, int> _indexes = [];
    private TallyRow[] _rows = new TallyRow[16];
    private int _count;

    public int Count => _indexes.Count;

    /// <summary>The sums, in no order.</summary>
    public IEnumerable<TallyRow> Rows => _indexes.Values.Select(index => _rows[index]);

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
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, PlaceOf(row), out var isKnown);
        if (isKnown)
        {
            Merge(ref _rows[index], row);
            return;
        }

        index = _count++;
        if (index == _rows.Length)
            Array.Resize(ref _rows, 2 * index);
        _rows[index] = row;
    }

    /// <summary>Takes out the sum of a bucket; zero when there is none.</summary>
    public Tally Take(in TallyRow bucket) => _indexes.Remove(PlaceOf(bucket), out var index) ? _rows[index].Tally : default;

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
        var places = new long[_indexes.Count];
        var order = new int[_indexes.Count];
        _indexes.Keys.CopyTo(places, 0);
        _indexes.Values.CopyTo(order, 0);
        Array.Sort(places, order);
        var rows = new List<TallyRow>(order.Length);
        foreach (var index in order)
        {
            if (!_rows[index].Tally.IsZero)
                rows.Add(_rows[index]);
        }

        return rows;
    }

    /// <summary>Resolution, key and bucket in one number that sorts like the three; neither key nor bucket is negative.</summary>
    private static long PlaceOf(in TallyRow row) =>
        (row.Resolution == Minute.Quarter ? 1L << 62 : 0) | ((long)row.KeyId << 31) | (uint)row.Bucket.Number;

    /// <summary>Adds a row to the sum of its bucket.</summary>
    public static void Merge(ref TallyRow sum, in TallyRow row)
    {
        var tally = sum.Tally;
        tally.Add(row.Tally);
        var isLater = row.LastRespondedAtMilliseconds >= sum.LastRespondedAtMilliseconds;
        sum = sum with
        {
            Tally = tally,
            LastRespondedAtMilliseconds = isLater ? row.LastRespondedAtMilliseconds : sum.LastRespondedAtMilliseconds,
            LastAcceptedAtMilliseconds = isLater ? row.LastAcceptedAtMilliseconds : sum.LastAcceptedAtMilliseconds,
        };
    }
}
