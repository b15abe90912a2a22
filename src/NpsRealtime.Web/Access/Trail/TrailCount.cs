using Microsoft.AspNetCore.Http;

namespace NpsRealtime.Web.Access.Trail;

/// <summary>How many responses a request touched, for the audit trail.</summary>
internal static class TrailCount
{
    private static readonly object Item = new();

    public static void Set(HttpContext context, long count) => context.Items[Item] = count;

    public static long? Of(HttpContext context) => context.Items[Item] as long?;
}
