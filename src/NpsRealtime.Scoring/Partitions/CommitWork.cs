using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>A partition's group on its way to the store.</summary>
internal sealed class CommitWork(ResponsePartition partition, Group group)
{
    public ResponsePartition Partition { get; } = partition;

    public Group Group { get; } = group;

    /// <summary>What the partition believed when the group was decided.</summary>
    public PartitionState? State { get; set; }

    public int[][]? KeyIds { get; set; }

    public GroupDecision? Decision { get; set; }

    /// <summary>Whether the group was decided without reading what exists, on the guess that nothing does.</summary>
    public bool IsTakenForNew { get; set; }

    /// <summary>Whether the group is committed as it was last decided.</summary>
    public bool IsCommitted { get; set; }

    /// <summary>The ids that the group asks about, each once.</summary>
    public IReadOnlyCollection<IdHash> IdHashes
    {
        get
        {
            var hashes = new HashSet<IdHash>(Group.Count);
            foreach (var request in Group.Requests)
                hashes.Add(request.IdHash);
            return hashes;
        }
    }

    public GroupWrite Write() => Decision!.Write(Partition.Address, State!.Activation, State.Head, State.DownsampledUntil, Partition.Keys.OriginalsOf);
}
