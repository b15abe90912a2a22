using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NpsRealtime.Web;

/// <summary>Maps what can be read.</summary>
internal static class ReadEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps an answer to GET, and to HEAD: balancers and monitors ask so whether an address is there, and of a server that refuses it they
    /// believe that it is down. The server sends no body then. Not for streams, which would be opened for nobody.
    /// </summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, Methods, handler);
}
