using System.Text.Json;

namespace NpsRealtime.Scoring.Responses;

/// <summary>Times as RFC 3339 writes them: date, time and an offset, never a local time.</summary>
internal static class Rfc3339
{
    private const int LengthMax = 40;

    /// <summary>Reads the reader's current string.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset instant)
    {
        instant = default;
        if (reader.ValueSpan.Length > LengthMax)
            return false;
        Span<byte> text = stackalloc byte[LengthMax];
        text = text[..reader.CopyString(text)];
        if (text.Length < 20 || (text[10] | 0x20) != 't')
            return false;

        // The framework's reader also takes times without seconds and a point without digits, which RFC 3339 does not.
        if (text[16] != ':' || (text[19] == '.' && !char.IsAsciiDigit((char)text[20])))
            return false;

        // It wants capitals where RFC 3339 allows either.
        text[10] = (byte)'T';
        if (text[^1] == 'z')
            text[^1] = (byte)'Z';
        var hasOffset = text[^1] == 'Z' || (text[^6] is (byte)'+' or (byte)'-' && text[^3] == ':');
        return hasOffset && TryParse(text, out instant);
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        Span<byte> quoted = stackalloc byte[LengthMax + 2];
        quoted[0] = (byte)'"';
        text.CopyTo(quoted[1..]);
        quoted[text.Length + 1] = (byte)'"';
        instant = default;
        if (text.ContainsAnyExceptInRange((byte)'+', (byte)'Z'))
            return false;
        var reader = new Utf8JsonReader(quoted[..(text.Length + 2)]);
        return reader.Read() && reader.TryGetDateTimeOffset(out instant);
    }
}
