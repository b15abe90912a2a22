using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>The database of a simulation: what a store must do, done naively and at once, with nothing awaited.</summary>
internal sealed class SimulatedStore(Variant variant)
{
    private Dictionary<PartitionAddress, PartitionState> _partitions = [];
    private Dictionary<IdHash, (int Partition, StoredResponse State)> _responses = [];
    private Dictionary<(int KeyId, int Partition, int Resolution, int Bucket), Tally> _tallies = [];
    private Dictionary<(int KeyId, int Partition, int Resolution, int Bucket), (long RespondedAt, long AcceptedAt)> _lasts = [];
    private readonly List<StoredKey> _keys = [];

    public IReadOnlyList<StoredKey> Keys => _keys;

    public IReadOnlyDictionary<IdHash, (int Partition, StoredResponse State)> Responses => _responses;

    public IReadOnlyDictionary<(int KeyId, int Partition, int Resolution, int Bucket), Tally> Tallies => _tallies;

    public IReadOnlyList<StoredKey> AddKeys(IReadOnlyList<ScoreKey> keys)
    {
        foreach (var key in keys)
        {
            if (!_keys.Exists(known => known.Key.Equals(key)))
                _keys.Add(new StoredKey(_keys.Count + 1, key));
        }

        return [.. keys.Select(key => _keys.Find(known => known.Key.Equals(key))!)];
    }

    public PartitionState Start(PartitionAddress partition, Guid activation, Minute downsampledUntil)
    {
        var known = _partitions.GetValueOrDefault(partition) ?? new PartitionState(activation, 0, downsampledUntil);
        return _partitions[partition] = known with { Activation = activation };
    }

    public PartitionState Look(PartitionAddress partition) =>
        _partitions.GetValueOrDefault(partition) ?? new PartitionState(default, 0, Minute.First);

    public IReadOnlyDictionary<IdHash, StoredResponse> Read(GroupRead read) => read.IdHashes
        .Where(_responses.ContainsKey)
        .ToDictionary(idHash => idHash, idHash => _responses[idHash].State);

    public void Commit(IReadOnlyList<GroupWrite> groups)
    {
        foreach (var group in groups)
            Fence(group.Partition, group.Activation, group.Head);
        if (groups.Any(group => group.Inserted.Any(row => _responses.ContainsKey(row.State.IdHash))))
            throw new RowExistsException();
        foreach (var group in groups)
        {
            _partitions[group.Partition] = Look(group.Partition) with { Head = group.Head + 1 };
            foreach (var row in group.Inserted.Concat(group.Updated))
                _responses[row.State.IdHash] = (group.Partition.Partition, row.State);
            foreach (var row in group.Tallies)
                Add((row.KeyId, group.Partition.Partition, row.Resolution, row.Bucket.Number), row.Tally, (row.LastRespondedAtMilliseconds, row.LastAcceptedAtMilliseconds));
        }
    }

    public void Downsample(Downsampling downsampling)
    {
        Fence(downsampling.Partition, downsampling.Activation, downsampling.Head);
        foreach (var (place, tally) in _tallies.ToArray())
        {
            if (place.Partition != downsampling.Partition.Partition || place.Resolution != 1 || place.Bucket >= downsampling.Until.Number)
                continue;
            _tallies.Remove(place);
            Add((place.KeyId, place.Partition, Minute.Quarter, new Minute(place.Bucket).FloorToQuarter().Number), tally, _lasts[place]);
        }

        _partitions[downsampling.Partition] = _partitions[downsampling.Partition] with { Head = downsampling.Head + 1, DownsampledUntil = downsampling.Until };
    }

    public ScoreLoad Load(int keyId) => new(
        _partitions.ToDictionary(partition => partition.Key.Partition, partition => partition.Value),
        [.. _tallies.Where(tally => tally.Key.KeyId == keyId)
            .Select(tally => new TallyRow(keyId, tally.Key.Resolution, new Minute(tally.Key.Bucket), tally.Value, _lasts[tally.Key].RespondedAt, _lasts[tally.Key].AcceptedAt))]);

    /// <summary>A copy to go back to.</summary>
    public Action Backup()
    {
        var (partitions, responses, tallies, lasts) = (_partitions.ToDictionary(), _responses.ToDictionary(), _tallies.ToDictionary(), _lasts.ToDictionary());
        return () => (_partitions, _responses, _tallies, _lasts) = (partitions, responses, tallies, lasts);
    }

    private void Fence(PartitionAddress partition, Guid activation, long head)
    {
        var found = Look(partition);
        if ((found.Activation != activation || found.Head != head) && variant != Variant.FenceThatDoesNotRaise)
            throw new FencedException(partition);
    }

    private void Add((int KeyId, int Partition, int Resolution, int Bucket) place, Tally change, (long RespondedAt, long AcceptedAt) last)
    {
        var tally = _tallies.GetValueOrDefault(place);
        tally.Add(change);
        if (tally.HasNegative)
            throw new InvalidOperationException($"The stored tally {place} would be {tally}.");
        _tallies[place] = tally;
        var known = _lasts.GetValueOrDefault(place);
        _lasts[place] = last.RespondedAt > known.RespondedAt ? last : known;
    }
}
