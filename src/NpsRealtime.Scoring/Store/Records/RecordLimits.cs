using System.Text;

namespace NpsRealtime.Scoring.Store.Records;

/// <summary>How large a record may be. The web layer refuses more with a problem; a store only guards the invariant.</summary>
public static class RecordLimits
{
    /// <summary>The longest kind.</summary>
    public const int KindLengthMax = 32;

    /// <summary>The longest id.</summary>
    public const int IdLengthMax = 200;

    /// <summary>The largest body in UTF-8.</summary>
    public const int BodyBytesMax = 262_144;

    /// <exception cref="ArgumentException">A part is empty or too long.</exception>
    public static void Demand(string kind, string id, string body)
    {
        if (kind.Length is 0 or > KindLengthMax)
            throw new ArgumentException($"A record's kind has 1 to {KindLengthMax} characters.", nameof(kind));
        if (id.Length is 0 or > IdLengthMax)
            throw new ArgumentException($"A record's id has 1 to {IdLengthMax} characters.", nameof(id));
        if (body.Length == 0 || Encoding.UTF8.GetByteCount(body) > BodyBytesMax)
            throw new ArgumentException($"A record's body has 1 to {BodyBytesMax} bytes.", nameof(body));
    }
}
