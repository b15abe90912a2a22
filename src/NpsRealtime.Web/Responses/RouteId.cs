using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NpsRealtime.Web.Responses;

/// <summary>The id at the end of an address.</summary>
internal static class RouteId
{
    /// <summary>
    /// The last part of the address as it was sent, percent-decoded once. The path that the server offers has everything decoded
    /// but slashes, so that an id with <c>%2F</c> in it could not be told from one with a slash.
    /// </summary>
    public static string Of(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var end = target.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? target : target[..end];
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
