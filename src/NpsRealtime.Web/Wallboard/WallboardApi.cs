using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Wallboard;

/// <summary>
/// The screens: the list of tenants at <c>/</c>; a tenant's wallboard, supervisor's and integrator's view below <c>/t/{tenant}</c>;
/// saved boards; the plain page for browsers that are too old; and the client for integrators at <c>/client/v1.js</c>.
/// </summary>
public static class WallboardApi
{
    /// <summary>The page is asked for anew each time and is tiny; what it names is named after its content and never changes.</summary>
    private const string PageCaching = "no-cache";
    private const string AssetCaching = "public, max-age=31536000, immutable";

    private const string BuiltWithout =
        "This server was built without its screens (BuildWallboard=false). Build it again with Node.js 20.19 or newer installed "
        + "to have them. The HTTP interface is all there: begin at /v1/meta.";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The addresses of one and the same page, which finds out by itself which screen is meant.</summary>
    private static readonly string[] Screens =
        ["/", "/t/{tenant}", "/t/{tenant}/explore", "/t/{tenant}/streams", "/t/{tenant}/board/{board}", "/boards/{board}"];

    private static readonly string[] Nowhere = ["/{nothing}", "/t/{tenant}/{nothing}"];

    /// <summary>Serves the screens and their files.</summary>
    public static IEndpointRouteBuilder MapWallboard(this IEndpointRouteBuilder endpoints)
    {
        var files = WallboardFiles.Read();

        var embedders = AccessOptions.Entries(endpoints.ServiceProvider.GetRequiredService<IOptions<AccessOptions>>().Value.Embedders);
        var plain = files.Find("plain.html");
        var (policy, plainPolicy) = (WallboardPolicy.Of(files.Page, embedders), WallboardPolicy.Of(plain, embedders));
        var screens = endpoints.MapGroup("").ExcludeFromDescription().OpenToAll();
        // The page finds its tenant itself, and says so when there is none: whatever the name, the page is the same.
        foreach (var route in Screens)
            screens.MapMethods(route, Methods, (HttpContext context) => Page(files.Page, policy, context));
        // What a person typed wrong is told as a page; what a program did, as a problem.
        foreach (var route in Nowhere)
            screens.MapMethods(route, Methods, (HttpContext context) => Missed(files.Page, policy, context));
        screens.MapMethods("/plain", Methods, (HttpContext context) => Page(plain, plainPolicy, context));
        screens.MapMethods("/assets/{name}", Methods, (string name, HttpContext context) => File(files, "assets/" + name, AssetCaching, context));
        // The names of these are promised to others and stay, so that their content is asked for anew each time.
        screens.MapMethods("/client/{name}", Methods, (string name, HttpContext context) => File(files, "client/" + name, PageCaching, context));
        return endpoints;
    }

    private static IResult Page(WallboardFile? page, string policy, HttpContext context)
    {
        if (page is null)
            return TypedResults.Text(BuiltWithout, "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
        context.Response.Headers.ContentSecurityPolicy = policy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Serve(page, PageCaching, context);
    }

    private static IResult Missed(WallboardFile? page, string policy, HttpContext context)
    {
        if (page is null || context.Request.GetTypedHeaders().Accept.All(accepted => accepted.MediaType != "text/html"))
            return new Problem(ProblemCatalogue.NotFound);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Page(page, policy, context);
    }

    private static IResult File(WallboardFiles files, string path, string caching, HttpContext context) =>
        files.Find(path) is { } file ? Serve(file, caching, context) : TypedResults.NotFound();

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
