namespace NpsRealtime.Scoring.Keys;

/// <summary>Text that every store and every client can hold: no NUL, no lone surrogate.</summary>
public static class WellFormedText
{
    /// <summary>Whether <paramref name="text"/> holds neither a NUL nor half a surrogate pair.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0)
            return !text.Contains('\0');
        for (; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
                return false;
            at++;
        }

        return !text.Contains('\0');
    }
}
