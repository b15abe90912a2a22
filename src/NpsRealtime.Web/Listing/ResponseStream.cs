using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Listing;

/// <summary>Answers with an SSE stream of new responses that goes on until the client leaves or the host begins to stop.</summary>
internal sealed class ResponseStream(StreamEndpoints home, ResponseSubscriptions subscriptions, Tenant tenant, ResponseChoice choice)
    : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int? StatusCode => 200;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (!home.Viewers.TryEnter(SseConnection.TransportName))
        {
            await new Problem(ProblemCatalogue.TooManyViewers).ExecuteAsync(httpContext);
            return;
        }

        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, home.Stopping, httpContext.Grant()?.Ended ?? default);
            await StreamAsync(httpContext, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The client left, the host stops, or the key was revoked; either way the stream is over.
        }
        catch (StoreUnavailableException)
        {
            // The stream has begun, so that its client comes back by itself.
        }
        finally
        {
            home.Viewers.Leave(SseConnection.TransportName);
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(string), ["text/event-stream"]));

    private async Task StreamAsync(HttpContext context, CancellationToken ending)
    {
        var connection = new SseConnection(context);
        await connection.BeginAsync();
        using var viewer = new Viewer(home.Feed, connection, home.Limits, home.Time, home.Logger);
        await using var heartbeat = new SseHeartbeat(viewer, connection, home.Limits, home.Time);
        var begun = subscriptions.Add(viewer, tenant, choice, context.Grant());

        // The first ones are written before the pump runs, since only one may write at a time.
        await connection.SendAsync(await subscriptions.FirstAsync(begun, tenant, choice, context.Grant(), ending));
        var pump = viewer.RunAsync();
        await pump.WaitAsync(ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // The response must not end while the pump may still write to it.
        viewer.Dispose();
        await pump;
    }
}
