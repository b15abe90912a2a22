using System.Runtime.InteropServices;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>Gathers the changes of a group's tallies, each key and minute once.</summary>
internal sealed class TallyChanges
{
    private readonly Dictionary<long, Change> _changes = [];

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
            change.Tally[response.Score]++;
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
        At(StoredKey.TenantId, minute).Tally[response.Score]--;
        foreach (var keyId in response.KeyIds!)
            At(keyId, minute).Tally[response.Score]--;
    }

    /// <summary>The changes that change anything, sorted by key and minute, so that writers lock rows in one order.</summary>
    public TallyChange[] ToSorted()
    {
        var sorted = new TallyChange[_changes.Count];
        var count = 0;
        foreach (var (place, change) in _changes)
        {
            if (!change.Tally.IsZero)
                sorted[count++] = new TallyChange((int)(place >> 32), new Minute((int)place), change.Tally, change.RespondedAt, change.AcceptedAt);
        }

        Array.Resize(ref sorted, count);
        Array.Sort(sorted, (left, right) => left.KeyId != right.KeyId
            ? left.KeyId.CompareTo(right.KeyId)
            : left.Minute.CompareTo(right.Minute));
        return sorted;
    }

    /// <summary>The rows that changes sorted by key and minute write, when everything before <paramref name="foldedUntil"/> is folded.</summary>
    public static IReadOnlyList<TallyRow> Rows(TallyChange[] sorted, Minute foldedUntil)
    {
        var rows = new List<TallyRow>(sorted.Length);
        foreach (var change in sorted)
        {
            var isFolded = change.Minute < foldedUntil;
            var row = new TallyRow(
                change.KeyId,
                isFolded ? Minute.Quarter : 1,
                isFolded ? change.Minute.FloorToQuarter() : change.Minute,
                change.Change,
                change.LastRespondedAtMilliseconds,
                change.LastAcceptedAtMilliseconds);
            if (isFolded && rows.Count > 0 && rows[^1].KeyId == row.KeyId && rows[^1].Resolution == row.Resolution && rows[^1].Bucket == row.Bucket)
                rows[^1] = Merge(rows[^1], row);
            else
                rows.Add(row);
        }

        rows.RemoveAll(row => row.Tally.IsZero);
        return rows;
    }

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

    private ref Change At(int keyId, Minute minute) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_changes, ((long)keyId << 32) | (uint)minute.Number, out _);

    private struct Change
    {
        public Tally Tally;
        public long RespondedAt;
        public long AcceptedAt;
    }
}
