using System.Collections.Frozen;
using System.Security.Cryptography;

namespace NpsRealtime.Web.Wallboard;

/// <summary>
/// The files that the build embedded in this assembly (Wallboard.targets), read once. They are in the assembly and not beside it,
/// so that the program serves its screens from whatever folder it was started in or copied to.
/// </summary>
internal sealed class WallboardFiles
{
    private const string Prefix = "wallboard/";

    private readonly FrozenDictionary<string, WallboardFile> _files;

    private WallboardFiles(FrozenDictionary<string, WallboardFile> files) => _files = files;

    /// <summary>The page of every screen; null when the assembly was built without the wallboard.</summary>
    public WallboardFile? Page => Find("index.html");

    /// <summary>Reads the files of this assembly.</summary>
    public static WallboardFiles Read()
    {
        var contents = typeof(WallboardFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], ReadResource, StringComparer.Ordinal);
        return new WallboardFiles(contents
            .Where(file => !IsVariant(file.Key))
            .ToFrozenDictionary(
                file => file.Key,
                file => new WallboardFile(
                    ContentTypeOf(file.Key),
                    file.Value,
                    contents.GetValueOrDefault(file.Key + ".br"),
                    contents.GetValueOrDefault(file.Key + ".gz"),
                    Convert.ToHexStringLower(SHA256.HashData(file.Value).AsSpan(0, 12))),
                StringComparer.Ordinal));
    }

    /// <summary>The file of that path, as in <c>assets/index.js</c>, or null.</summary>
    public WallboardFile? Find(string path) => _files.GetValueOrDefault(path);

    private static bool IsVariant(string name) =>
        name.EndsWith(".br", StringComparison.Ordinal) || name.EndsWith(".gz", StringComparison.Ordinal);

    private static byte[] ReadResource(string name)
    {
        using var resource = typeof(WallboardFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".cs" => "text/plain; charset=utf-8",
        ".png" => "image/png",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
}
