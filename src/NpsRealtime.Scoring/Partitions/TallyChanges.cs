using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// Gathers the changes of a group's tallies, each key and minute once. Its memory is kept for the next group, since a large group
/// changes ten thousand buckets, and memory of that size is dear to get anew; a few are kept for all threads, not one for each.
/// Not thread-safe.
/// </summary>
internal sealed class TallyChanges
{
    /// <summary>Above this many buckets the memory is given back after use.</summary>
    private const int BucketsKeptMax = 128 * 1_024;

    /// <summary>As many as groups are decided at the same time on a node, mostly.</summary>
    private const int KeptMax = 2;

    private static readonly Lock Gate = new();
    private static readonly Stack<TallyChanges> Kept = new(KeptMax);

    private readonly Dictionary<long, int> _indexes = [];
    private Change[] _changes = new Change[64];
    private long[] _sortedPlaces = [];
    private int[] _order = [];

    /// <summary>An empty one; <see cref="GiveBack"/> when done.</summary>
    public static TallyChanges Take()
    {
        lock (Gate)
            return Kept.TryPop(out var kept) ? kept : new TallyChanges();
    }

    /// <summary>Empties it for the next who asks.</summary>
    public void GiveBack()
    {
        if (_indexes.Count > BucketsKeptMax)
            return;
        _indexes.Clear();
        lock (Gate)
        {
            if (Kept.Count < KeptMax)
                Kept.Push(this);
        }
    }

    /// <summary>Counts a response under its keys and the tenant's own.</summary>
    public void Add(StoredResponse response, long acceptedAtMilliseconds)
    {
        var minute = Minute.OfUnixMilliseconds(response.RespondedAtMilliseconds);
        AddTo(StoredKey.TenantId);
        foreach (var keyId in response.KeyIds!)
            AddTo(keyId);

        void AddTo(int keyId)
        {
            ref var change = ref At(keyId, minute);
            change.Counts[response.Score]++;
            if (response.RespondedAtMilliseconds < change.RespondedAt)
                return;
            change.RespondedAt = response.RespondedAtMilliseconds;
            change.AcceptedAt = acceptedAtMilliseconds;
        }
    }

    /// <summary>Takes a response out from where it was counted.</summary>
    public void Retract(StoredResponse response)
    {
        var minute = Minute.OfUnixMilliseconds(response.RespondedAtMilliseconds);
        At(StoredKey.TenantId, minute).Counts[response.Score]--;
        foreach (var keyId in response.KeyIds!)
            At(keyId, minute).Counts[response.Score]--;
    }

    /// <summary>The changes that change anything, sorted by key and minute, so that writers lock rows in one order.</summary>
    public TallyChange[] ToSorted()
    {
        var count = _indexes.Count;
        if (_sortedPlaces.Length < count)
            (_sortedPlaces, _order) = (new long[_changes.Length], new int[_changes.Length]);
        for (var index = 0; index < count; index++)
            (_sortedPlaces[index], _order[index]) = (_changes[index].Place, index);
        Array.Sort(_sortedPlaces, _order, 0, count);
        var sorted = new TallyChange[count];
        var used = 0;
        for (var index = 0; index < count; index++)
        {
            ref var change = ref _changes[_order[index]];
            var tally = default(Tally);
            var any = 0;
            for (var score = 0; score < Tally.Scores; score++)
            {
                tally[score] = change.Counts[score];
                any |= change.Counts[score];
            }

            if (any != 0)
                sorted[used++] = new TallyChange((int)(change.Place >> 32), new Minute((int)change.Place), tally, change.RespondedAt, change.AcceptedAt);
        }

        Array.Resize(ref sorted, used);
        return sorted;
    }

    private ref Change At(int keyId, Minute minute)
    {
        var place = ((long)keyId << 32) | (uint)minute.Number;
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, place, out var isKnown);
        if (isKnown)
            return ref _changes[index];
        index = _indexes.Count - 1;
        if (index == _changes.Length)
            Array.Resize(ref _changes, 2 * index);
        _changes[index] = new Change { Place = place };
        return ref _changes[index];
    }

    private struct Change
    {
        public long Place;
        public long RespondedAt;
        public long AcceptedAt;
        public Counts Counts;
    }

    [InlineArray(Tally.Scores)]
    private struct Counts
    {
        private int _first;
    }
}
