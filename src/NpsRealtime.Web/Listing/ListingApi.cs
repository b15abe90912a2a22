using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Listing;

/// <summary>The addresses under which responses are read.</summary>
internal static class ListingApi
{
    public static void MapListing(this IEndpointRouteBuilder endpoints)
    {
        var lists = ActivatorUtilities.CreateInstance<ListingEndpoints>(endpoints.ServiceProvider);
        var streams = ActivatorUtilities.CreateInstance<ResponseStreamEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("/v1/tenants/{tenant}/responses").WithTags("Responses");
        group.MapRead("/", lists.ListAsync).RequireScope(Scope.Read).OpenToLinks(LinkReach.QueryKey)
            .WithName("ListResponses").WithSummary("Responses, the one that arrived last first")
            .WithDescription("A page may be short, or empty, and still have a cursor: how much of the table one page looks at is bounded. Comments and customer ids are null without the scope comments.")
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidParameter, ProblemCatalogue.InvalidRange, ProblemCatalogue.MissingScope,
                ProblemCatalogue.UnknownTenant);
        group.MapGet("/stream", streams.OpenAsync).RequireScope(Scope.Read).OpenToLinks(LinkReach.QueryKey).AllowQueryToken()
            .WithName("WatchResponses").WithSummary("See new responses arrive, as server-sent events")
            .WithDescription("event: responses, id: the last one's position, data: {tenant, responses, skipped}; the newest 20 that fit at once, then new ones at most ten times a second. "
                + "The same is offered by the SignalR hub /hubs/scores: SubscribeResponses({tenant, key, category, commented}) returns the newest, then responsesAdded is called on the client.")
            .WithProblems(
                ProblemCatalogue.InvalidKey, ProblemCatalogue.InvalidParameter, ProblemCatalogue.MissingScope, ProblemCatalogue.UnknownTenant,
                ProblemCatalogue.TooManyViewers);
    }
}
