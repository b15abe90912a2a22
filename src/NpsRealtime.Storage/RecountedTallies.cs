using System.Runtime.InteropServices;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage;

/// <summary>
/// The recount's arithmetic, the same for every store: counts responses one by one into the buckets where they must be, then takes
/// the stored tallies away. What is left is the difference.
/// </summary>
public sealed class RecountedTallies(string tenant, IReadOnlyDictionary<int, PartitionState> partitions, Func<int, string> keyText)
{
    private const int NoKey = -1;
    private const int DifferencesMax = 1_000;

    private readonly Dictionary<(int KeyId, int Partition, int Resolution, int Bucket), Tally> _recounted = [];
    private readonly Dictionary<int, TallySums> _unmerged = [];
    private readonly List<RecountDifference> _differences = [];
    private long _responses;
    private long _tallied;
    private long _buckets;
    private long _differencesTotal;

    /// <summary>Counts one response that is not erased.</summary>
    public void Count(int partition, int score, ReadOnlySpan<int> keyIds, long respondedAtMilliseconds)
    {
        _responses++;
        var minute = Minute.OfUnixMilliseconds(respondedAtMilliseconds);
        var isDownsampled = minute < partitions[partition].DownsampledUntil;
        var resolution = isDownsampled ? Minute.Quarter : 1;
        var bucket = (isDownsampled ? minute.FloorToQuarter() : minute).Number;
        CollectionsMarshal.GetValueRefOrAddDefault(_recounted, (StoredKey.TenantId, partition, resolution, bucket), out _)[score]++;
        foreach (var keyId in keyIds)
            CollectionsMarshal.GetValueRefOrAddDefault(_recounted, (keyId, partition, resolution, bucket), out _)[score]++;
    }

    /// <summary>Notes what a commit carries that is not merged; call it before <see cref="Compare"/>.</summary>
    public void AddUnmerged(int partition, ReadOnlySpan<byte> packed)
    {
        if (!_unmerged.TryGetValue(partition, out var sums))
            _unmerged[partition] = sums = new TallySums();
        sums.AddPacked(packed);
    }

    /// <summary>Compares the packed quarter-hours of a key's day. One that belongs to another key or day is nobody's: who looks for it misses it.</summary>
    public void CompareDay(int partition, int keyId, int day, ReadOnlySpan<byte> packed)
    {
        var sums = new TallySums();
        sums.AddPacked(packed);
        foreach (var row in sums.Rows)
            Compare(partition, row.KeyId == keyId && DayTallies.Of(row.Bucket) == day ? row : row with { KeyId = NoKey });
    }

    /// <summary>Compares one stored bucket, together with what is not merged of it.</summary>
    public void Compare(int partition, in TallyRow merged)
    {
        var tally = merged.Tally;
        if (_unmerged.TryGetValue(partition, out var sums))
            tally.Add(sums.Take(merged));
        CompareWhole(partition, merged with { Tally = tally });
    }

    private void CompareWhole(int partition, in TallyRow stored)
    {
        _buckets++;
        if (stored.KeyId == StoredKey.TenantId)
            _tallied += stored.Tally.Total;
        _recounted.Remove((stored.KeyId, partition, stored.Resolution, stored.Bucket.Number), out var recounted);
        if (recounted != stored.Tally)
            Differ(stored.KeyId, partition, stored.Resolution, stored.Bucket.Number, stored.Tally, recounted);
    }

    /// <summary>The report. What was counted and never compared has no stored bucket.</summary>
    public RecountReport Finish()
    {
        foreach (var (partition, sums) in _unmerged)
        {
            foreach (var row in sums.Rows)
                CompareWhole(partition, row);
        }

        _unmerged.Clear();
        foreach (var ((keyId, partition, resolution, bucket), recounted) in _recounted)
            Differ(keyId, partition, resolution, bucket, default, recounted);
        _recounted.Clear();
        return new RecountReport(tenant, _responses, _tallied, _buckets, _differences, _differencesTotal);
    }

    private void Differ(int keyId, int partition, int resolution, int bucket, in Tally stored, in Tally recounted)
    {
        if (_differencesTotal++ < DifferencesMax)
        {
            _differences.Add(new RecountDifference(
                keyText(keyId), partition, new Minute(bucket).Start, resolution, stored.ToArray(), recounted.ToArray()));
        }
    }
}
