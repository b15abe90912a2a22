using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring;

/// <summary>What the scoring has to tell an operator. The hosts turn it into log entries; nothing here holds content.</summary>
public interface IScoringLog
{
    /// <summary>A partition has another owner or history and starts anew.</summary>
    void FenceLost(PartitionAddress partition);

    /// <summary>A partition was started by this process.</summary>
    void PartitionStarted(PartitionAddress partition, long head);

    /// <summary>The database takes no commits any more; senders are told to try again. Told once, until <see cref="StoreBack"/>.</summary>
    void StoreAway(Exception failure);

    /// <summary>The database takes commits again.</summary>
    void StoreBack(TimeSpan after);

    /// <summary>The answer to a commit was lost; the partitions are looked at.</summary>
    void OutcomeUnknown(int groups, Exception failure);

    /// <summary>The database refused a response for its content.</summary>
    void ResponseRefused(PartitionAddress partition, Exception failure);

    /// <summary>A roll-up did not arrive; it is sent again.</summary>
    void RollUpFailed(int keyId, Exception failure);

    /// <summary>A score could not load or attach; it is tried again.</summary>
    void LoadFailed(string key, Exception failure);

    /// <summary>A roll-up could not be applied; the score loads again. A broken invariant.</summary>
    void ApplyFailed(string key, Exception failure);

    /// <summary>Old minutes could not be downsampled; it is tried again.</summary>
    void DownsamplingFailed(PartitionAddress partition, Exception failure);

    /// <summary>A tenant has more names of a kind than it may: further ones count under <c>~other</c>. Told once in each process.</summary>
    void LimitMet(string tenant, NameLimit limit);

    /// <summary>A loop met something nobody foresaw; it goes on.</summary>
    void Unforeseen(string where, Exception failure);
}
