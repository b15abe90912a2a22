using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Web.Problems;

/// <summary>
/// Gives every error a problem body: exceptions that crossed an endpoint, and bare statuses that routing or the framework set.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, TimeProvider time, ILogger<ProblemMiddleware> logger)
{
    // While the database is away every request meets the same fault; a line for each would fill the disk.
    private static readonly TimeSpan BetweenStoreLines = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _storeLineAt;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception fault)
        {
            if (context.RequestAborted.IsCancellationRequested && fault is OperationCanceledException or ConnectionResetException or IOException)
                return;
            if (context.Response.HasStarted)
            {
                // The status is on its way already. Cutting the connection is the only sign that the answer is not whole.
                Log.AnswerCutShort(logger, fault, context.Request.Method, RouteOf(context));
                context.Abort();
                return;
            }

            await AnswerAsync(context, fault);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            await new Problem(ProblemCatalogue.OfStatus(context.Response.StatusCode)).ExecuteAsync(context);
    }

    private Task AnswerAsync(HttpContext context, Exception fault)
    {
        var problem = fault switch
        {
            StoreUnavailableException => new Problem(ProblemCatalogue.StoreUnavailable),
            NotYetException => new Problem(ProblemCatalogue.NotYet),
            BadHttpRequestException bad => new Problem(OfBadRequest(bad)),
            _ => new Problem(ProblemCatalogue.InternalError),
        };
        if (problem.Kind == ProblemCatalogue.InternalError)
            Log.RequestFailed(logger, fault, context.Request.Method, RouteOf(context));
        else if (problem.Kind == ProblemCatalogue.StoreUnavailable && IsWorthALine())
            Log.StoreUnavailable(logger, RouteOf(context), fault.Message);
        context.Response.Clear();
        return problem.ExecuteAsync(context);
    }

    private bool IsWorthALine()
    {
        lock (_gate)
        {
            if (_storeLineAt is { } at && time.GetElapsedTime(at) < BetweenStoreLines)
                return false;
            _storeLineAt = time.GetTimestamp();
            return true;
        }
    }

    public static ProblemKind OfBadRequest(BadHttpRequestException fault) => fault.StatusCode switch
    {
        400 when fault.Message.Contains("end of request content", StringComparison.OrdinalIgnoreCase) => ProblemCatalogue.RequestIncomplete,
        var status => ProblemCatalogue.OfStatus(status),
    };

    // The route's pattern rather than the path: an address may hold a customer's id.
    private static string RouteOf(HttpContext context) => context.GetEndpoint()?.DisplayName ?? "an unknown address";
}
