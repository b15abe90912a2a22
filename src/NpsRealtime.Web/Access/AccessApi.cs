using Microsoft.AspNetCore.Routing;
using NpsRealtime.Web.Access.Keys;
using NpsRealtime.Web.Access.Links;
using NpsRealtime.Web.Access.Privacy;
using NpsRealtime.Web.Access.Trail;

namespace NpsRealtime.Web.Access;

/// <summary>The addresses by which access is administered: keys, board links, the audit trail, retention.</summary>
public static class AccessApi
{
    public static void MapAccess(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapKeys();
        endpoints.MapLinks();
        endpoints.MapTrail();
        endpoints.MapPrivacy();
    }
}
