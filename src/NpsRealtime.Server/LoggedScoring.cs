using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Server;

/// <summary>What the scoring has to tell an operator, as log entries.</summary>
internal sealed class LoggedScoring(ILogger<LoggedScoring> logger) : IScoringLog
{
    public void FenceLost(PartitionAddress partition) => Log.FenceLost(logger, partition);

    public void PartitionStarted(PartitionAddress partition, long head) => Log.PartitionStarted(logger, partition, head);

    public void StoreAway(Exception failure) => Log.StoreAway(logger, failure.Message);

    public void StoreBack(TimeSpan after) => Log.StoreBack(logger, after.TotalSeconds);

    public void OutcomeUnknown(int groups, Exception failure) => Log.OutcomeUnknown(logger, groups, failure);

    public void ResponseRefused(PartitionAddress partition, Exception failure) => Log.ResponseRefused(logger, partition, failure);

    public void RollUpFailed(int keyId, Exception failure) => Log.RollUpFailed(logger, keyId, failure);

    public void LoadFailed(string key, Exception failure) => Log.LoadFailed(logger, key, failure);

    public void ApplyFailed(string key, Exception failure) => Log.ApplyFailed(logger, key, failure);

    public void DownsamplingFailed(PartitionAddress partition, Exception failure) => Log.DownsamplingFailed(logger, partition, failure);

    public void LimitMet(string tenant, NameLimit limit) => Log.LimitMet(logger, tenant, limit.Max, limit.Names, limit.OtherKey, limit.Option);

    public void Unforeseen(string where, Exception failure) => Log.Unforeseen(logger, where, failure);
}
