using Microsoft.Extensions.Logging;

namespace NpsRealtime.Web.Demo;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Demo: {Count} responses of {Days} days loaded in {Seconds:0.0} s")]
    public static partial void HistoryLoaded(ILogger logger, long count, int days, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Demo: the database cannot be reached; trying again in a second")]
    public static partial void StoreUnavailable(ILogger logger, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Demo: the made-up traffic has stopped; the server goes on without it")]
    public static partial void TrafficStopped(ILogger logger, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Demo: the throw-away database in {Path} could not be deleted")]
    public static partial void FolderNotDeleted(ILogger logger, string path, Exception fault);
}
