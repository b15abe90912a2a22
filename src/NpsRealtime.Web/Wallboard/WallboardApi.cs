using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using NpsRealtime.Web.Access;

namespace NpsRealtime.Web.Wallboard;

/// <summary>The screens: the list of tenants at <c>/</c>, a tenant's wallboard at <c>/t/{tenant}</c>.</summary>
public static class WallboardApi
{
    /// <summary>
    /// Nothing but our own files: no inline script or style, no other host, and no page of another origin may frame a board.
    /// Browsers count the hub's web socket as our own.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <summary>The page is asked for anew each time and is tiny; what it names is named after its content and never changes.</summary>
    private const string PageCaching = "no-cache";
    private const string AssetCaching = "public, max-age=31536000, immutable";

    private const string BuiltWithout =
        "This server was built without its screens (BuildWallboard=false). Build it again with Node.js 20.19 or newer installed "
        + "to have them. The HTTP interface is all there: begin at /v1/meta.";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Serves the screens and their files.</summary>
    public static IEndpointRouteBuilder MapWallboard(this IEndpointRouteBuilder endpoints)
    {
        var files = WallboardFiles.Read();
        var screens = endpoints.MapGroup("").ExcludeFromDescription().OpenToAll();
        // The page finds its tenant itself, and says so when there is none: whatever the name, the page is the same.
        foreach (var route in (string[])["/", "/t/{tenant}"])
            screens.MapMethods(route, Methods, (HttpContext context) => Page(files, context));
        screens.MapMethods("/assets/{name}", Methods, (string name, HttpContext context) => Asset(files, name, context));
        return endpoints;
    }

    private static IResult Page(WallboardFiles files, HttpContext context)
    {
        if (files.Page is not { } page)
            return TypedResults.Text(BuiltWithout, "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Serve(page, PageCaching, context);
    }

    private static IResult Asset(WallboardFiles files, string name, HttpContext context) =>
        files.Find("assets/" + name) is { } asset ? Serve(asset, AssetCaching, context) : TypedResults.NotFound();

    private static FileContentHttpResult Serve(WallboardFile file, string caching, HttpContext context)
    {
        var (content, encoding) = file.VariantFor(context.Request.GetTypedHeaders().AcceptEncoding);
        var headers = context.Response.Headers;
        headers.CacheControl = caching;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        return TypedResults.Bytes(content, file.ContentType, entityTag: file.TagOf(encoding));
    }
}
