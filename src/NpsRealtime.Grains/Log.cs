using Microsoft.Extensions.Logging;

namespace NpsRealtime.Grains;

/// <summary>The log entries of a cluster's node. None holds content of a response.</summary>
internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Warning, "Partition {Partition} of {Tenant} gave no answer for {Requests} responses after {Milliseconds} ms; they are sent again as soon as that is safe. {Reason}")]
    public static partial void NoAnswer(ILogger logger, string tenant, int partition, int requests, long milliseconds, string reason);

    [LoggerMessage(202, LogLevel.Warning, "Partition {Partition} of {Tenant} was given up for {Requests} responses; their senders were told to try again.")]
    public static partial void GivenUp(ILogger logger, string tenant, int partition, int requests);
}
