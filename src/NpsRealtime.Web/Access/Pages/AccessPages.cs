using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace NpsRealtime.Web.Access.Pages;

/// <summary>
/// Two plain pages: <c>/tv</c> for a television that waits for a board, <c>/pair</c> for whoever gives it one. They need no build, so
/// that a server without its screens can still pair.
/// </summary>
internal static class AccessPages
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapAccessPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("").ExcludeFromDescription().OpenToAll();
        Map(pages, "/tv", "tv.html", "text/html; charset=utf-8");
        Map(pages, "/pair", "pair.html", "text/html; charset=utf-8");
        Map(pages, "/access/tv.js", "tv.js", "text/javascript; charset=utf-8");
        Map(pages, "/access/pair.js", "pair.js", "text/javascript; charset=utf-8");
        Map(pages, "/access/pages.css", "pages.css", "text/css; charset=utf-8");
    }

    private static void Map(RouteGroupBuilder pages, string path, string file, string type)
    {
        var text = Read(file);
        pages.MapGet(path, (HttpContext context) => Page(context, text, type));
    }

    private static ContentHttpResult Page(HttpContext context, string text, string type)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Text(text, type, Encoding.UTF8);
    }

    private static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"NpsRealtime.Web.Access.Pages.{file}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
