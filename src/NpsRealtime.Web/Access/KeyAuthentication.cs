using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using NpsRealtime.Web.Access.Grants;

namespace NpsRealtime.Web.Access;

/// <summary>
/// Knows a caller by the key in <c>Authorization: Bearer</c>; where a browser can't set headers (the hub, SSE) also in
/// <c>access_token</c>. A wrong key is as good as none: the answer never tells what was wrong with it.
/// </summary>
internal sealed class KeyAuthentication(KnownGrants grants) : IAuthenticationHandler
{
    public const string Scheme = "key";

    private const string Bearer = "Bearer ";

    private HttpContext _context = null!;

    /// <summary>What a request sends as its key, whatever it is worth; null for nothing.</summary>
    public static string? SentWith(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return header[Bearer.Length..].Trim();
        return context.GetEndpoint()?.Metadata.GetMetadata<QueryTokenAllowed>() is null ? null : context.Request.Query["access_token"].ToString();
    }

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync()
    {
        var grant = (AccessToken.TryParse(SentWith(_context), out var token) ? grants.Find(token) : null) ?? grants.Open;
        if (grant is null)
            return Task.FromResult(AuthenticateResult.NoResult());
        _context.Features.Set(grant);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(grant.Principal, Scheme)));
    }

    // The refusals are written by AccessRefusals, which knows more about the request than these two are told.
    public Task ChallengeAsync(AuthenticationProperties? properties) => Task.CompletedTask;

    public Task ForbidAsync(AuthenticationProperties? properties) => Task.CompletedTask;
}
