using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Streams;

/// <summary>
/// Answers with an SSE stream that goes on until the client leaves or the host begins to stop. It begins also when the store is
/// away, and keeps trying, since browsers give up for good after a 503.
/// </summary>
internal sealed class ScoreStream(StreamEndpoints home, string tenantName, Tenant? tenant, IReadOnlyList<ScoreSelector> selectors)
    : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

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
        var found = tenant ?? await FindTenantAsync(ending);
        if (found is null)
        {
            await SendProblemAsync(connection, new Problem(ProblemCatalogue.UnknownTenant));
            return;
        }

        if (ScoreSelector.Unfit(found, selectors) is { } unfit)
        {
            await SendProblemAsync(connection, unfit);
            return;
        }

        using var viewer = new Viewer(home.Feed, connection, home.Limits, home.Time, home.Logger);
        await using var heartbeat = new SseHeartbeat(viewer, connection, home.Limits, home.Time);
        foreach (var selector in selectors)
            Add(viewer, found, selector);
        var pump = viewer.RunAsync();
        await pump.WaitAsync(ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // The response must not end while the pump may still write to it.
        viewer.Dispose();
        await pump;
    }

    private static void Add(Viewer viewer, Tenant tenant, ScoreSelector selector)
    {
        if (selector.Key is { } key)
        {
            viewer.Add(tenant, key, selector.Window, isExplicit: true, isHeld: false);
        }
        else if (viewer.Add(tenant, selector.Wildcard!, selector.Window) is { } wildcard)
        {
            _ = wildcard.Keys.ListedAsync(wildcard.Filter);
            wildcard.Changed();
        }
    }

    private async Task<Tenant?> FindTenantAsync(CancellationToken ending)
    {
        while (true)
        {
            await Task.Delay(RetryDelay, home.Time, ending);
            try
            {
                return await home.Engine.FindTenantAsync(tenantName, ending);
            }
            catch (StoreUnavailableException)
            {
                // The next second brings the next try.
            }
        }
    }

    private static ValueTask SendProblemAsync(SseConnection connection, Problem problem)
    {
        var body = new ProblemBody(problem.Kind.Type, problem.Kind.Title, problem.Kind.Status, problem.Detail, null, null);
        return connection.SendAsync("problem"u8, JsonSerializer.SerializeToUtf8Bytes(body, ReadableJson.Types.ProblemBody));
    }
}
