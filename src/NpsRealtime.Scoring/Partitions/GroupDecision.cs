using System.Runtime.InteropServices;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// What a group becomes: an outcome per request, and the net of what must be written. A pure function of the requests in their
/// order and the rows that exist, which no one else changes meanwhile, since a partition is the only writer of its rows.
/// </summary>
public sealed class GroupDecision
{
    private readonly IReadOnlyDictionary<IdHash, StoredResponse> _existing;
    private GroupDecision? _before;
    private readonly Dictionary<IdHash, Slot> _slots;
    private readonly TallyChanges _tallies = TallyChanges.Take();
    private readonly List<Correction> _corrections = [];
    private readonly ResponseStatus[] _statuses;
    private TallyChange[]? _changes;
    private int _written;

    private GroupDecision(int count, IReadOnlyDictionary<IdHash, StoredResponse> existing, GroupDecision? before)
    {
        _existing = existing;
        _before = before;
        _slots = new Dictionary<IdHash, Slot>(count);
        _statuses = new ResponseStatus[count];
    }

    /// <summary>The outcome of each request.</summary>
    public IReadOnlyList<ResponseStatus> Statuses => _statuses;

    /// <summary>The changes of tallies, by key and exact minute.</summary>
    public IReadOnlyList<TallyChange> Changes => _changes!;

    /// <summary>Whether there is anything to commit. A group of duplicates writes nothing.</summary>
    public bool IsEmpty => _written == 0;

    /// <summary>Decides a group.</summary>
    /// <param name="requests">Prepared requests, in the order of arrival.</param>
    /// <param name="keyIds">The keys of each, the tenant's own left out.</param>
    /// <param name="existing">The rows that exist of these ids, with or without what <paramref name="before"/> writes.</param>
    /// <param name="before">The partition's group before this one, while its commit is under way; or null.</param>
    public static GroupDecision Of(
        IReadOnlyList<ResponseRequest> requests,
        int[][] keyIds,
        IReadOnlyDictionary<IdHash, StoredResponse> existing,
        GroupDecision? before = null)
    {
        var decision = new GroupDecision(requests.Count, existing, before);
        for (var index = 0; index < requests.Count; index++)
            decision._statuses[index] = decision.Decide(requests[index], keyIds[index]);
        decision._changes = decision._tallies.ToSorted();
        decision._tallies.GiveBack();

        // Each would keep the one before it in memory, and so all of them, for as long as groups follow without a pause.
        decision._before = null;
        return decision;
    }

    /// <summary>The net result, for the store.</summary>
    public GroupWrite Write(
        PartitionAddress partition, Guid activation, long head, Minute downsampledUntil, Func<ResponseRequest, int[], string?> originals)
    {
        var (inserted, updated) = Rows(originals);
        return new GroupWrite(partition, activation, head, inserted, updated, TallyRows.Of(_changes!, downsampledUntil), _corrections);
    }

    /// <summary>The rows that the group writes anew and over others.</summary>
    private (List<ResponseRow> Inserted, List<ResponseRow> Updated) Rows(Func<ResponseRequest, int[], string?> originals)
    {
        var inserted = new List<ResponseRow>(_written);
        var updated = new List<ResponseRow>();
        foreach (var slot in _slots.Values)
        {
            if (!slot.IsWritten)
                continue;
            var row = new ResponseRow(
                slot.State!, slot.Content, slot.Content is null ? null : originals(slot.Content, slot.State!.KeyIds!));
            (slot.Exists ? updated : inserted).Add(row);
        }

        return (inserted, updated);
    }

    private ResponseStatus Decide(ResponseRequest request, int[] keyIds)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, request.IdHash, out var isKnown);
        if (!isKnown && Before(request.IdHash) is { } present)
            slot = new Slot { Exists = true, State = present };
        if (request.Verb == ResponseVerb.Delete)
            return Erase(request, ref slot);
        if (slot.State is not { } stored)
            return Accept(request, keyIds, ref slot);
        if (stored.IsErased)
            return ResponseStatus.Gone;
        if (IsSame(request, stored))
            return ResponseStatus.Duplicate;
        return request.Verb == ResponseVerb.Put ? Correct(request, keyIds, stored, ref slot) : ResponseStatus.Conflict;
    }

    private ResponseStatus Accept(ResponseRequest request, int[] keyIds, ref Slot slot)
    {
        var state = State(request, keyIds, request.RespondedAtMilliseconds, request.RespondedAtSent);
        _tallies.Add(state, request.AcceptedAtMilliseconds);
        Put(ref slot, state, request);
        return ResponseStatus.Accepted;
    }

    private ResponseStatus Correct(ResponseRequest request, int[] keyIds, StoredResponse present, ref Slot slot)
    {
        var keepsTime = !request.RespondedAtSent;
        var state = State(
            request,
            keyIds,
            keepsTime ? present.RespondedAtMilliseconds : request.RespondedAtMilliseconds,
            keepsTime ? present.RespondedAtSent : request.RespondedAtSent);
        _tallies.Retract(present);
        _tallies.Add(state, request.AcceptedAtMilliseconds);
        _corrections.Add(new Correction(request.IdHash, present, state, request.AcceptedAtMilliseconds));
        Put(ref slot, state, request);
        return ResponseStatus.Corrected;
    }

    private ResponseStatus Erase(ResponseRequest request, ref Slot slot)
    {
        if (slot.State is { IsErased: true })
            return ResponseStatus.Erased;
        var tombstone = new StoredResponse(request.IdHash, IsErased: true);
        if (slot.State is { } present)
        {
            _tallies.Retract(present);
            _corrections.Add(new Correction(request.IdHash, present, tombstone, request.AcceptedAtMilliseconds));
        }

        Put(ref slot, tombstone, content: null);
        return ResponseStatus.Erased;
    }

    /// <summary>Whether a request says what is stored, compared as it was sent, without what the server stamped.</summary>
    private static bool IsSame(ResponseRequest request, StoredResponse present)
    {
        if (request.Fingerprint != present.Fingerprint)
            return false;
        if (!request.RespondedAtSent)
            return request.Verb == ResponseVerb.Put || !present.RespondedAtSent;
        return present.RespondedAtSent && request.RespondedAtMilliseconds == present.RespondedAtMilliseconds;
    }

    private static StoredResponse State(ResponseRequest request, int[] keyIds, long respondedAt, bool sent) =>
        new(request.IdHash, IsErased: false, request.Fingerprint, request.Score, keyIds, respondedAt, sent);

    /// <summary>What there was before this group.</summary>
    private StoredResponse? Before(IdHash idHash) =>
        _before is not null && _before._slots.TryGetValue(idHash, out var slot) ? slot.State
        : _existing.Count > 0 ? _existing.GetValueOrDefault(idHash)
        : null;

    private void Put(ref Slot slot, StoredResponse state, ResponseRequest? content)
    {
        _written += slot.IsWritten ? 0 : 1;
        (slot.State, slot.Content, slot.IsWritten) = (state, content, true);
    }

    /// <summary>A response that the group asks about.</summary>
    private struct Slot
    {
        /// <summary>What it is by now; null only while nothing is decided.</summary>
        public StoredResponse? State;

        public ResponseRequest? Content;

        /// <summary>Whether it has a row already.</summary>
        public bool Exists;

        /// <summary>Whether the group changes anything of it.</summary>
        public bool IsWritten;
    }
}
