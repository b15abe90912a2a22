using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Server;

/// <summary>The log entries of this host. None holds content of a response.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Partition} has another owner or another history; it starts anew.")]
    public static partial void FenceLost(ILogger logger, PartitionAddress partition);

    [LoggerMessage(2, LogLevel.Debug, "{Partition} started at head {Head}.")]
    public static partial void PartitionStarted(ILogger logger, PartitionAddress partition, long head);

    [LoggerMessage(3, LogLevel.Error, "The database takes no commits now; senders are told to try again until it does. {Reason}")]
    public static partial void StoreAway(ILogger logger, string reason);

    [LoggerMessage(11, LogLevel.Warning, "The database takes commits again, after {Seconds:0.0} s.")]
    public static partial void StoreBack(ILogger logger, double seconds);

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

    [LoggerMessage(9, LogLevel.Warning, "Old minutes of {Partition} could not be downsampled; it is tried again.")]
    public static partial void DownsamplingFailed(ILogger logger, PartitionAddress partition, Exception failure);

    [LoggerMessage(10, LogLevel.Critical, "Something unforeseen happened in the {Where}. Nobody was left waiting; please report this.")]
    public static partial void Unforeseen(ILogger logger, string where, Exception failure);

    [LoggerMessage(12, LogLevel.Warning, "Tenant {Tenant} has {Max} {Names}, as many as it may: responses with further ones are counted together as {OtherKey}. Raise {Option} to count them by name; if the names hold ids or dates, mend the sender.")]
    public static partial void LimitMet(ILogger logger, string tenant, int max, string names, string otherKey, string option);

    [LoggerMessage(101, LogLevel.Warning, "No silo of the cluster can be reached; trying again. {Reason}")]
    public static partial void NoSilo(ILogger logger, string reason);

    [LoggerMessage(102, LogLevel.Warning, "The node was not done with stopping after {Seconds} s and ends now; everything acknowledged is committed, and the others notice as they notice a node that died.")]
    public static partial void StopTookTooLong(ILogger logger, int seconds);

    [LoggerMessage(103, LogLevel.Warning, "Port {Usual} is taken, so the other nodes reach this one at port {Used}. To have a port of your choice, set --Orleans:SiloPort and --Orleans:GatewayPort.")]
    public static partial void PortTaken(ILogger logger, int usual, int used);

    [LoggerMessage(104, LogLevel.Warning, "Other nodes reach this one at {Address} without encryption, and whoever can reach that address can take part. Name a certificate with --Orleans:Certificate, or keep that network to the nodes alone.")]
    public static partial void NodesUnencrypted(ILogger logger, string address);

    [LoggerMessage(105, LogLevel.Error, "The other nodes have declared this one dead, since it did not answer them, and have taken over its work. It ends now and loses nothing; let a supervisor start it again.")]
    public static partial void DeclaredDead(ILogger logger);

    [LoggerMessage(106, LogLevel.Critical, "This node can't go on, for a fault in {What}. It ends now and loses nothing; let a supervisor start it again, and please report this.")]
    public static partial void NodeFailed(ILogger logger, string what, Exception failure);
}
