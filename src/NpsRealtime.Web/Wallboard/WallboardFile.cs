using Microsoft.Net.Http.Headers;

namespace NpsRealtime.Web.Wallboard;

/// <summary>A file of the wallboard with the variants that were compressed when it was built.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Plain">The file itself.</param>
/// <param name="Brotli">The file compressed with brotli, or null where that gains nothing.</param>
/// <param name="Gzip">The file compressed with gzip, or null where that gains nothing.</param>
/// <param name="Fingerprint">The beginning of the content's SHA-256, in hexadecimal.</param>
internal sealed record WallboardFile(string ContentType, byte[] Plain, byte[]? Brotli, byte[]? Gzip, string Fingerprint)
{
    /// <summary>The smallest variant that the client takes, and its encoding; null for the plain one.</summary>
    public (byte[] Content, string? Encoding) VariantFor(IList<StringWithQualityHeaderValue> accepted)
    {
        if (Brotli is not null && Takes(accepted, "br"))
            return (Brotli, "br");
        return Gzip is not null && Takes(accepted, "gzip") ? (Gzip, "gzip") : (Plain, null);
    }

    /// <summary>A variant has a tag of its own: a strong one promises the same bytes.</summary>
    public EntityTagHeaderValue TagOf(string? encoding) => new($"\"{Fingerprint}{(encoding is null ? "" : "-" + encoding)}\"");

    private static bool Takes(IList<StringWithQualityHeaderValue> accepted, string encoding)
    {
        foreach (var value in accepted)
        {
            if (value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
                return value.Quality is not 0;
        }

        return false;
    }
}
