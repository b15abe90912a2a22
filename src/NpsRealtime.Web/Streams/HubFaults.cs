using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Streams;

/// <summary>
/// Logs faults of the server in hub methods, and tells the client no more than that there was one. Refusals pass through: they are
/// the client's business and not worth a log entry.
/// </summary>
internal sealed class HubFaults(ILogger<HubFaults> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception fault) when (fault is not HubException and not OperationCanceledException)
        {
            Log.RequestFailed(logger, fault, invocationContext.HubMethodName, "the hub");
            throw new HubException($"{ProblemCatalogue.InternalError.Code}: {ProblemCatalogue.InternalError.Meaning}", fault);
        }
    }
}
