using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Scores;
using NpsRealtime.Web.Streams;

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

/// <summary>Lists responses.</summary>
internal sealed class ListingEndpoints(IScoreEngine engine, IResponseListing listing, TimeProvider time)
{
    private const int LimitDefault = 50;
    private const int LimitMax = 500;
    private const int TextMax = 200;
    private const int SegmentsMax = 16;

    // A rare text in a long table: a page gives what it found in this time, and the cursor goes on from there.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    public async Task<Results<Ok<ListedPage>, Problem>> ListAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("A score key: only responses that count under it.")] string? key,
        [Description("promoter, passive or detractor.")] string? category,
        [Description("NAME/VALUE of a segment, as in region/emea; repeat it for more.")] string[] segment,
        [Description("An RFC 3339 time: only responses given at or after it.")] string? from,
        [Description("An RFC 3339 time: only responses given before it.")] string? to,
        [Description("Only responses whose comment holds this; needs the scope comments.")] string? text,
        [Description("true: only responses with a comment; needs the scope comments.")] string? commented,
        [Description("The cursor of the page before.")] string? cursor,
        [Description("Responses a page, 1 to 500; 50 when left out.")] string? limit,
        HttpContext context)
    {
        if (!TryFlag(commented, out var isCommented, out var problem)
            || !ResponseChoice.TryParse(key, category, isCommented, out var choice, out problem)
            || !TimeRange.TryRead(from, to, out var range, out problem)
            || !TryNumbers(limit, cursor, out var count, out var before, out problem)
            || !TrySegments(segment, out var segments, out problem))
            return problem;
        if (text is { Length: > TextMax } || !WellFormedText.Is(text))
            return new Problem(ProblemCatalogue.InvalidParameter, $"The parameter text has at most {TextMax} characters.");
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } found)
            return new Problem(ProblemCatalogue.UnknownTenant);
        var mayReadComments = context.HasScope(Scope.Comments);
        if (!mayReadComments && (isCommented || !string.IsNullOrEmpty(text)))
            return new Problem(ProblemCatalogue.MissingScope, "The parameters text and commented look into comments, which needs the scope comments.");
        var query = choice.Query(count) with
        {
            Keys = [.. choice.Key is null ? [] : new[] { choice.Key }, .. segments],
            From = range.From,
            To = range.To,
            Text = string.IsNullOrEmpty(text) ? null : text,
            Before = before,
        };
        var page = await ReadAsync(found, query, context.RequestAborted);
        return TypedResults.Ok(new ListedPage(
            [.. page.Responses.Select(listed => ListedAnswer.Of(listed, mayReadComments))],
            page.Next?.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Whether comments were asked about: <c>true</c>, <c>false</c> or nothing.</summary>
    public static bool TryFlag(string? text, out bool flag, [NotNullWhen(false)] out Problem? problem)
    {
        (flag, problem) = (false, null);
        if (string.IsNullOrEmpty(text) || bool.TryParse(text, out flag))
            return true;
        problem = new Problem(ProblemCatalogue.InvalidParameter, "The parameter commented is true or false.");
        return false;
    }

    private async Task<ResponsePage> ReadAsync(Tenant tenant, ResponseQuery query, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var found = new List<ListedResponse>();
        while (true)
        {
            var page = await listing.ListResponsesAsync(tenant, query with { Limit = query.Limit - found.Count }, cancellation);
            found.AddRange(page.Responses);
            if (page.Next is null || found.Count >= query.Limit || time.GetElapsedTime(begun) > Patience)
                return new ResponsePage(found, page.Next);
            query = query with { Before = page.Next };
        }
    }

    private static bool TryNumbers(
        string? limit, string? cursor, out int count, out long? before, [NotNullWhen(false)] out Problem? problem)
    {
        (count, before, problem) = (LimitDefault, null, null);
        if (!string.IsNullOrEmpty(limit)
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > LimitMax))
        {
            problem = new Problem(ProblemCatalogue.InvalidParameter, $"The parameter limit is a whole number from 1 to {LimitMax}.");
            return false;
        }

        if (string.IsNullOrEmpty(cursor))
            return true;
        if (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
        {
            before = place;
            return true;
        }

        problem = new Problem(ProblemCatalogue.InvalidParameter, "The parameter cursor is not one that an earlier page gave.");
        return false;
    }

    private static bool TrySegments(
        string[] texts, out List<ScoreKey> segments, [NotNullWhen(false)] out Problem? problem)
    {
        (segments, problem) = ([], null);
        foreach (var text in texts.Take(SegmentsMax))
        {
            if (!ScoreKey.TryParse("segment/" + text, out var key, out _))
            {
                problem = new Problem(ProblemCatalogue.InvalidParameter, "The parameter segment is NAME/VALUE, as in region/emea.");
                return false;
            }

            segments.Add(key);
        }

        return true;
    }
}

/// <summary>Opens SSE streams of new responses.</summary>
internal sealed class ResponseStreamEndpoints(IServiceProvider services, ResponseSubscriptions subscriptions)
{
    private readonly StreamEndpoints _home = ActivatorUtilities.CreateInstance<StreamEndpoints>(services);

    public async Task<Results<ResponseStream, Problem>> OpenAsync(
        [Description("The tenant's name.")] string tenant,
        [Description("A score key: only responses that count under it.")] string? key,
        [Description("promoter, passive or detractor.")] string? category,
        [Description("true: only responses with a comment; needs the scope comments.")] string? commented,
        HttpContext context)
    {
        if (!ListingEndpoints.TryFlag(commented, out var isCommented, out var problem)
            || !ResponseChoice.TryParse(key, category, isCommented, out var choice, out problem))
            return problem;
        if (ResponseSubscriptions.Refusal(choice, context.Grant()) is { } refusal)
            return refusal;
        return await _home.Engine.FindTenantAsync(tenant, context.RequestAborted) is { } found
            ? new ResponseStream(_home, subscriptions, found, choice)
            : new Problem(ProblemCatalogue.UnknownTenant);
    }
}
