using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring;

/// <summary>A log that keeps nothing, for tests and tools.</summary>
public class NoScoringLog : IScoringLog
{
    public virtual void FenceLost(PartitionAddress partition)
    {
    }

    public virtual void PartitionStarted(PartitionAddress partition, long head)
    {
    }

    public virtual void StoreAway(Exception failure)
    {
    }

    public virtual void StoreBack(TimeSpan after)
    {
    }

    public virtual void OutcomeUnknown(int groups, Exception failure)
    {
    }

    public virtual void ResponseRefused(PartitionAddress partition, Exception failure)
    {
    }

    public virtual void RollUpFailed(int keyId, Exception failure)
    {
    }

    public virtual void LoadFailed(string key, Exception failure)
    {
    }

    public virtual void ApplyFailed(string key, Exception failure)
    {
    }

    public virtual void DownsamplingFailed(PartitionAddress partition, Exception failure)
    {
    }

    public virtual void LimitMet(string tenant, NameLimit limit)
    {
    }

    public virtual void Unforeseen(string where, Exception failure)
    {
    }
}
