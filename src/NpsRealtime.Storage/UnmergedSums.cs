using System.Runtime.InteropServices;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage;

/// <summary>What unmerged commits add to the sums of many keys over one span.</summary>
internal sealed class UnmergedSums
{
    private readonly Dictionary<int, ColdScore> _sums = [];
    private readonly int _from;
    private readonly int _to;

    /// <param name="keyIds">The keys.</param>
    /// <param name="from">The span's first minute.</param>
    /// <param name="to">The minute after its last.</param>
    public UnmergedSums(IReadOnlyCollection<int> keyIds, int from, int to)
    {
        foreach (var keyId in keyIds)
            _sums[keyId] = new ColdScore(keyId, default, null, 0, 0);
        (_from, _to) = (from, to);
    }

    /// <summary>Adds what a commit carries.</summary>
    public void AddPacked(ReadOnlySpan<byte> packed) => PackedTallies.Unpack(packed, this, static (UnmergedSums sums, in TallyRow row) => sums.Add(row));

    /// <summary>The sums of the merged tallies and these together.</summary>
    public IReadOnlyList<ColdScore> AddTo(IReadOnlyList<ColdScore> merged)
    {
        foreach (var score in merged)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, score.KeyId, out _);
            var tally = sum.Tally;
            tally.Add(score.Tally);
            var last = score.LastRespondedAtMilliseconds > sum.LastRespondedAtMilliseconds ? score : sum;
            sum = last with { KeyId = score.KeyId, Tally = tally, LastBucket = Later(score.LastBucket, sum.LastBucket) };
        }

        return [.. _sums.Values];
    }

    private void Add(in TallyRow row)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrNullRef(_sums, row.KeyId);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref sum))
            return;
        var tally = sum.Tally;
        if (row.Bucket.Number >= _from && row.Bucket.Number < _to)
            tally.Add(row.Tally);
        var isLater = row.LastRespondedAtMilliseconds > sum.LastRespondedAtMilliseconds;
        sum = new ColdScore(
            row.KeyId,
            tally,
            Later(row.Bucket, sum.LastBucket),
            isLater ? row.LastRespondedAtMilliseconds : sum.LastRespondedAtMilliseconds,
            isLater ? row.LastAcceptedAtMilliseconds : sum.LastAcceptedAtMilliseconds);
    }

    private static Minute? Later(Minute? one, Minute? other) => one is { } left && other is { } right ? (left > right ? left : right) : one ?? other;
}
