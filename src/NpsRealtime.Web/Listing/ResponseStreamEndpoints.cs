using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Listing;

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
