using Microsoft.AspNetCore.Http;
using NpsRealtime.Web.Access.Grants;

namespace NpsRealtime.Web.Access;

/// <summary>
/// Knows a caller by the key in <c>Authorization: Bearer</c>; where a browser can't set headers (the hub, SSE) also in
/// <c>access_token</c>. A wrong key is as good as none: the answer never tells what was wrong with it.
/// </summary>
internal sealed class KeyAuthentication(RequestDelegate next, KnownGrants grants)
{
    private const string Bearer = "Bearer ";

    /// <summary>What a request sends as its key, whatever it is worth; null for nothing.</summary>
    public static string? SentWith(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return header[Bearer.Length..].Trim();
        return context.GetEndpoint()?.Metadata.GetMetadata<QueryTokenAllowed>() is null ? null : context.Request.Query["access_token"].ToString();
    }

    public Task InvokeAsync(HttpContext context)
    {
        var grant = (AccessToken.TryParse(SentWith(context), out var token) ? grants.Find(token) : null) ?? grants.Open;
        if (grant is not null)
        {
            context.Features.Set(grant);
            context.User = grant.Principal;
        }

        return next(context);
    }
}
