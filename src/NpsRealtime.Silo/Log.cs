namespace NpsRealtime.Silo;

/// <summary>The log entries of this host beside those that it shares with the other.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Warning, "No silo of the cluster can be reached; trying again. {Reason}")]
    public static partial void NoSilo(ILogger logger, string reason);

    [LoggerMessage(102, LogLevel.Warning, "The node was not done with stopping after {Seconds} s and ends now; everything acknowledged is committed, and the others notice as they notice a node that died.")]
    public static partial void StopTookTooLong(ILogger logger, int seconds);
}
