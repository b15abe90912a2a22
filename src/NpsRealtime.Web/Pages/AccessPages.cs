using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NpsRealtime.Web.Access;

namespace NpsRealtime.Web.Pages;

/// <summary>
/// Two plain pages: <c>/tv</c> for a television that waits for a board, <c>/pair</c> for whoever gives it one. They need no build, so
/// that a server without its screens can still pair.
/// </summary>
internal static class AccessPages
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Stands in the pages where an open server says so.</summary>
    private const string OpenMark = "<!--open-->";

    private const string OpenWarning = "<p class=\"open\" data-testid=\"open-to-all\">{{openToAll}}</p>";

    public static void MapAccessPages(this IEndpointRouteBuilder endpoints)
    {
        var isOpen = endpoints.ServiceProvider.GetRequiredService<IOptions<AccessOptions>>().Value.Open;
        var pages = endpoints.MapGroup("").ExcludeFromDescription().OpenToAll();
        Map(pages, isOpen, "/tv", "tv.html", "text/html; charset=utf-8");
        Map(pages, isOpen, "/pair", "pair.html", "text/html; charset=utf-8");
        Map(pages, isOpen, "/access/theme.js", "theme.js", "text/javascript; charset=utf-8");
        Map(pages, isOpen, "/access/tv.js", "tv.js", "text/javascript; charset=utf-8");
        Map(pages, isOpen, "/access/pair.js", "pair.js", "text/javascript; charset=utf-8");
        Map(pages, isOpen, "/access/pages.css", "pages.css", "text/css; charset=utf-8");
    }

    private static void Map(RouteGroupBuilder pages, bool isOpen, string path, string file, string type)
    {
        var text = AccessTexts.Fill(PageFiles.Read(file).Replace(OpenMark, isOpen ? OpenWarning : "", StringComparison.Ordinal));
        pages.MapRead(path, (HttpContext context) => Page(context, text, type));
    }

    private static ContentHttpResult Page(HttpContext context, string text, string type)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Text(text, type, Encoding.UTF8);
    }
}
