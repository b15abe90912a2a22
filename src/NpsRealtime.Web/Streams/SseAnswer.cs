using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Streams;

/// <summary>Answers with an SSE stream that goes on until the client leaves, its key ends, or the host begins to stop.</summary>
internal abstract class SseAnswer(StreamEndpoints home) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int? StatusCode => 200;

    /// <summary>What the streams share.</summary>
    protected StreamEndpoints Home { get; } = home;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (!Home.Viewers.TryEnter(SseConnection.TransportName))
        {
            await new Problem(ProblemCatalogue.TooManyViewers).ExecuteAsync(httpContext);
            return;
        }

        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, Home.Stopping, httpContext.Grant()?.Ended ?? default);
            var connection = new SseConnection(httpContext);
            await connection.BeginAsync();
            await StreamAsync(connection, httpContext, ending.Token);
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
            Home.Viewers.Leave(SseConnection.TransportName);
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(string), ["text/event-stream"]));

    /// <summary>Streams over a connection that has begun.</summary>
    protected abstract Task StreamAsync(SseConnection connection, HttpContext context, CancellationToken ending);

    /// <summary>Sends a viewer what changes until the stream ends.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="begin">Says what the viewer watches, and may write to the connection: nothing else does before it is done.</param>
    /// <param name="ending">Ends the stream.</param>
    protected async Task ShowAsync(SseConnection connection, Func<Viewer, ValueTask> begin, CancellationToken ending)
    {
        using var viewer = new Viewer(Home.Feed, connection, Home.Limits, Home.Time, Home.Logger);
        viewer.RepeatHeartbeat(TimeSpan.FromSeconds(Home.Limits.HeartbeatSeconds));
        await begin(viewer);
        var pump = viewer.RunAsync();
        await pump.WaitAsync(ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // The response must not end while the pump may still write to it.
        viewer.Dispose();
        await pump;
    }
}
