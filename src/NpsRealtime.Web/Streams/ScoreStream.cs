using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Streams;

/// <summary>
/// An SSE stream of scores. It begins also when the store is away, and keeps trying, since browsers give up for good after a 503.
/// </summary>
internal sealed class ScoreStream(StreamEndpoints home, string tenantName, Tenant? tenant, IReadOnlyList<ScoreSelector> selectors) : SseAnswer(home)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task StreamAsync(SseConnection connection, HttpContext context, CancellationToken ending)
    {
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

        // What is there is sent while the keys of a wildcard are still being listed.
        await ShowAsync(
            connection,
            viewer =>
            {
                _ = AddAsync(viewer, connection, found, ending);
                return ValueTask.CompletedTask;
            },
            ending);
    }

    private async Task AddAsync(Viewer viewer, SseConnection connection, Tenant found, CancellationToken ending)
    {
        try
        {
            await Home.Subscriptions.AddAsync(viewer, found, selectors, ending);
        }
        catch (Exception fault)
        {
            Log.ViewerFailed(Home.Logger, fault);
            connection.Abort();
        }
    }

    private async Task<Tenant?> FindTenantAsync(CancellationToken ending)
    {
        while (true)
        {
            await Task.Delay(RetryDelay, Home.Time, ending);
            try
            {
                return await Home.Engine.FindTenantAsync(tenantName, ending);
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
