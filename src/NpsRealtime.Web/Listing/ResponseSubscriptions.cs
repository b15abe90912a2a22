using System.Text.Json;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Listing;

/// <summary>Lets viewers see new responses arrive, on the hub and on SSE alike.</summary>
internal sealed class ResponseSubscriptions(ResponseFeed feed, IResponseListing listing, IOptions<WebOptions> limits, TimeProvider time)
{
    private const int FirstResponses = 20;

    /// <summary>What a caller without the scope may not ask; otherwise null.</summary>
    public static Problem? Refusal(ResponseChoice choice, Grant? grant) =>
        choice.IsCommented && grant?.Has(Scope.Comments) != true
            ? new Problem(ProblemCatalogue.MissingScope, "Choosing by comments needs the scope comments.")
            : null;

    /// <summary>Begins a viewer's stream; one that it had of the tenant ends.</summary>
    public ViewerResponses Add(Viewer viewer, Tenant tenant, ResponseChoice choice, Grant? grant)
    {
        var responses = new ViewerResponses(viewer, feed, feed.Hold(tenant), choice, grant?.Has(Scope.Comments) == true);
        viewer.Keep(tenant.Name, responses);
        return responses;
    }

    /// <summary>The newest responses that fit, in the order of arrival. What arrives later is sent; one that arrives just now may be both.</summary>
    public async Task<AddedResponses> FirstAsync(
        ViewerResponses begun, Tenant tenant, ResponseChoice choice, Grant? grant, CancellationToken cancellation)
    {
        await begun.Ready.WaitAsync(TimeSpan.FromSeconds(limits.Value.FirstSnapshotSeconds), time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var page = await listing.ListResponsesAsync(tenant, choice.Query(FirstResponses), cancellation);
        var mayReadComments = grant?.Has(Scope.Comments) == true;
        var answer = new AddedAnswer(tenant.Name, [.. page.Responses.Reverse().Select(listed => ListedAnswer.Of(listed, mayReadComments))], Skipped: false);
        return new AddedResponses(
            JsonSerializer.SerializeToUtf8Bytes(answer, ReadableListing.Types.AddedAnswer), answer.Responses.Count == 0 ? "0" : answer.Responses[^1].Position);
    }
}

/// <summary>Which new responses a client of the hub wants to see arrive.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Key">Only those that count under a score key; null for all.</param>
/// <param name="Category">promoter, passive or detractor; null for all.</param>
/// <param name="Commented">Only those with a comment; needs the scope comments.</param>
public sealed record ResponseSubscription(string? Tenant, string? Key = null, string? Category = null, bool? Commented = null) : IHubCall
{
    IEnumerable<string?> IHubCall.ScoreKeys => [string.IsNullOrEmpty(Key) ? "tenant" : Key];
}
