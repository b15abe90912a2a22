using Microsoft.AspNetCore.Http;

namespace NpsRealtime.Web.Access.Grants;

/// <summary>The caller's grant on a request.</summary>
internal static class GrantExtensions
{
    /// <summary>What the caller came with; null for a caller without a key, who got no further than what is open to all.</summary>
    public static Grant? Grant(this HttpContext context) => context.Features.Get<Grant>();

    /// <summary>Who the caller is, for the audit trail: a key's or link's id.</summary>
    public static string Caller(this HttpContext context) => context.Grant()?.Id ?? "nobody";

    /// <summary>Whether the caller has a scope, for what an endpoint shows only to some of its callers.</summary>
    public static bool HasScope(this HttpContext context, Scope scope) => context.Grant()?.Has(scope) == true;
}
