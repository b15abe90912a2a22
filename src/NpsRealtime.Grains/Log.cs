using Microsoft.Extensions.Logging;

namespace NpsRealtime.Grains;

/// <summary>The log entries of a cluster's node. None holds content of a response.</summary>
internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Warning, "Partition {Partition} of {Tenant} gave no answer for {Requests} responses after {Milliseconds} ms; they are sent again as soon as that is safe. {Reason}")]
    public static partial void NoAnswer(ILogger logger, string tenant, int partition, int requests, long milliseconds, string reason);

    [LoggerMessage(202, LogLevel.Warning, "Partition {Partition} of {Tenant} was given up for {Requests} responses; their senders were told to try again.")]
    public static partial void GivenUp(ILogger logger, string tenant, int partition, int requests);

    [LoggerMessage(203, LogLevel.Error, "The database has not answered this silo for {Seconds} s, but it answers another one. This silo ends, so that its work goes on elsewhere; look at its way to the database, and let a supervisor start it again.")]
    public static partial void StoreAwayHereOnly(ILogger logger, long seconds);

    [LoggerMessage(204, LogLevel.Warning, "The cluster's membership could not be read after a partition was taken over: {Reason}")]
    public static partial void MembershipUnread(ILogger logger, string reason);
}
