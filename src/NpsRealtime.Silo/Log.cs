namespace NpsRealtime.Silo;

/// <summary>The log entries of this host beside those that it shares with the other.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Warning, "No silo of the cluster can be reached; trying again. {Reason}")]
    public static partial void NoSilo(ILogger logger, string reason);
}
