using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Server;

/// <summary>The log entries of this host. None holds content of a response.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Partition} has another owner or another history; it starts anew.")]
    public static partial void FenceLost(ILogger logger, PartitionAddress partition);

    [LoggerMessage(2, LogLevel.Debug, "{Partition} started at head {Head}.")]
    public static partial void PartitionStarted(ILogger logger, PartitionAddress partition, long head);

    [LoggerMessage(3, LogLevel.Warning, "{Groups} groups were not committed, since the database is away. Their senders were told to try again.")]
    public static partial void CommitUnavailable(ILogger logger, int groups, Exception failure);

    [LoggerMessage(4, LogLevel.Warning, "The answer to a commit of {Groups} groups was lost; the partitions are looked at.")]
    public static partial void OutcomeUnknown(ILogger logger, int groups, Exception failure);

    [LoggerMessage(5, LogLevel.Warning, "The database refused a response of {Partition} for its content.")]
    public static partial void ResponseRefused(ILogger logger, PartitionAddress partition, Exception failure);

    [LoggerMessage(6, LogLevel.Debug, "A roll-up to key {KeyId} did not arrive; it is sent again.")]
    public static partial void RollUpFailed(ILogger logger, int keyId, Exception failure);

    [LoggerMessage(7, LogLevel.Warning, "The score {Key} could not load or attach; it is tried again.")]
    public static partial void LoadFailed(ILogger logger, string key, Exception failure);

    [LoggerMessage(8, LogLevel.Critical, "A roll-up could not be applied to the score {Key}: a broken invariant. It loads again; please report this.")]
    public static partial void ApplyFailed(ILogger logger, string key, Exception failure);

    [LoggerMessage(9, LogLevel.Warning, "Old minutes of {Partition} could not be folded; it is tried again.")]
    public static partial void FoldFailed(ILogger logger, PartitionAddress partition, Exception failure);

    [LoggerMessage(10, LogLevel.Critical, "Something unforeseen happened in the {Where}. Nobody was left waiting; please report this.")]
    public static partial void Unforeseen(ILogger logger, string where, Exception failure);

    [LoggerMessage(11, LogLevel.Warning, "Tenant {Tenant} has {Max} {Names}, as many as it may: responses with further ones are counted together as {OtherKey}. Raise {Option} to count them by name; if the names hold ids or dates, mend the sender.")]
    public static partial void LimitMet(ILogger logger, string tenant, int max, string names, string otherKey, string option);
}
