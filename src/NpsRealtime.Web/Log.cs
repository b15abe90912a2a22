using Microsoft.Extensions.Logging;

namespace NpsRealtime.Web;

/// <summary>Everything the web layer logs. Comments, customer ids and response ids never appear here.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A {Method} to {Route} failed through a fault of the server.")]
    public static partial void RequestFailed(ILogger logger, Exception fault, string method, string route);

    [LoggerMessage(2, LogLevel.Warning, "The database could not be reached for {Route}; the client was told to try again. Others are not told of for 10 s. {Reason}")]
    public static partial void StoreUnavailable(ILogger logger, string route, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The answer of a {Method} to {Route} was cut short: it had begun when a fault came up.")]
    public static partial void AnswerCutShort(ILogger logger, Exception fault, string method, string route);

    [LoggerMessage(4, LogLevel.Information, "A viewer was dropped: it had not read anything for {Seconds} s.")]
    public static partial void ViewerStuck(ILogger logger, double seconds);

    [LoggerMessage(5, LogLevel.Warning, "A viewer's stream ended through a fault of the server.")]
    public static partial void ViewerFailed(ILogger logger, Exception fault);

    [LoggerMessage(6, LogLevel.Warning, "A viewer of tenant {Tenant} asked for more scores than one may watch ({Limit}); those that need attention least are not sent. Raise Web:ScoresPerViewerMax to send them.")]
    public static partial void WildcardCut(ILogger logger, string tenant, int limit);

    [LoggerMessage(7, LogLevel.Information, "Meters are exported by OTLP to {Endpoint}.")]
    public static partial void MetersExported(ILogger logger, string endpoint);

    [LoggerMessage(8, LogLevel.Error, "A changed score could not be handed to the viewers.")]
    public static partial void PublishFailed(ILogger logger, Exception fault);

    [LoggerMessage(9, LogLevel.Warning, "Changes of keys and links can't be read now; those known go on working. {Reason}")]
    public static partial void GrantsAway(ILogger logger, string reason);

    [LoggerMessage(10, LogLevel.Information, "Keys and links are read again.")]
    public static partial void GrantsBack(ILogger logger);

    [LoggerMessage(11, LogLevel.Error, "Keys and links could not be read through a fault of the server; those known go on working.")]
    public static partial void GrantsFailed(ILogger logger, Exception fault);

    [LoggerMessage(12, LogLevel.Warning, "The platform key could not be written to {Path}; it was printed only. {Reason}")]
    public static partial void KeyFileFailed(ILogger logger, string path, string reason);

    [LoggerMessage(14, LogLevel.Error, "The audit trail could not be written: {Caller} did {Action}. {Reason}")]
    public static partial void TrailFailed(ILogger logger, string action, string caller, string reason);

    [LoggerMessage(15, LogLevel.Warning, "Retention waits for the database; it is tried again. {Reason}")]
    public static partial void RetentionAway(ILogger logger, string reason);

    [LoggerMessage(16, LogLevel.Error, "Retention stopped through a fault of the server; it is tried again.")]
    public static partial void RetentionFailed(ILogger logger, Exception fault);

    [LoggerMessage(13, LogLevel.Warning, "{Address} is reached without TLS, and no proxy is named with Access:Proxies: keys and responses can be read on the way. See deploy/security.md.")]
    public static partial void PlainHttp(ILogger logger, string address);

    [LoggerMessage(EventId = 17, Message = "Refused as {Code}: {Caller} from {Address} at {Route}, tenant {Tenant}.")]
    public static partial void Refused(ILogger logger, LogLevel level, string code, string caller, string? address, string? route, string? tenant);

    [LoggerMessage(18, LogLevel.Warning, "{Count} more were refused that are not listed here; see Access:RefusalsLoggedPerSecond.")]
    public static partial void MoreRefused(ILogger logger, long count);

    [LoggerMessage(20, LogLevel.Warning, "A record of kind {Kind} of tenant {TenantId} can't be read and is passed over. A newer version of this program may have written it.")]
    public static partial void RecordUnreadable(ILogger logger, Exception fault, string kind, int tenantId);
}
