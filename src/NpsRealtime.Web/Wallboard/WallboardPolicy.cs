using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NpsRealtime.Web.Wallboard;

/// <summary>What a page of the wallboard may load and run: nothing but our own files, and the scripts that were built into it.</summary>
internal static partial class WallboardPolicy
{
    /// <summary>The page's content security policy.</summary>
    /// <param name="page">The page; each script in it is allowed by its fingerprint, so that none that anybody slips in would run.</param>
    /// <param name="embedders">The origins that may show the page in a frame; nobody else's page may show a board as its own.</param>
    public static string Of(WallboardFile? page, IEnumerable<string> embedders)
    {
        var scripts = page is null ? [] : InlineScript().Matches(Encoding.UTF8.GetString(page.Plain))
            .Select(script => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups["code"].Value)))}'");

        // Browsers count the hub's web socket as our own.
        return "default-src 'none'; "
            + string.Join(' ', ["script-src 'self'", .. scripts])
            + "; style-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
            + string.Join(' ', ["frame-ancestors 'self'", .. embedders]);
    }

    [GeneratedRegex("<script>(?<code>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex InlineScript();
}
