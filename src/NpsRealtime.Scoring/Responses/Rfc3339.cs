using System.Text.Json;

namespace NpsRealtime.Scoring.Responses;

/// <summary>Times as RFC 3339 writes them: date, time and an offset, never a local time.</summary>
internal static class Rfc3339
{
    private const int LengthMax = 40;

    private static readonly long UnixEpochDays = DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay;

    /// <summary>Reads the reader's current string.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset instant)
    {
        instant = default;
        if (TryReadUtc(reader.ValueSpan, out var milliseconds))
        {
            instant = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
            return true;
        }

        if (reader.ValueSpan.Length > LengthMax)
            return false;
        Span<byte> text = stackalloc byte[LengthMax];
        return TryReadAny(text[..reader.CopyString(text)], out instant);
    }

    /// <summary>Reads times as nearly all are written: <c>2026-11-22T10:15:00Z</c> and <c>2026-11-22T10:15:00.123Z</c>.</summary>
    private static bool TryReadUtc(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length is not (20 or 24) || text[^1] != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        if (!TryReadDigits(text[..4], out var year) || !TryReadDigits(text[5..7], out var month) || !TryReadDigits(text[8..10], out var day)
            || !TryReadDigits(text[11..13], out var hour) || !TryReadDigits(text[14..16], out var minute) || !TryReadDigits(text[17..19], out var second))
            return false;
        var fraction = 0;
        if (text.Length == 24 && (text[19] != '.' || !TryReadDigits(text[20..23], out fraction)))
            return false;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        var days = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerDay;
        milliseconds = ((days - UnixEpochDays) * 86_400_000) + (((((hour * 60) + minute) * 60L) + second) * 1_000) + fraction;
        return true;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit((char)character))
                return false;
            number = (10 * number) + character - '0';
        }

        return true;
    }

    private static bool TryReadAny(Span<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length < 20 || (text[10] | 0x20) != 't')
            return false;

        // The framework's reader also takes times without seconds and a point without digits, which RFC 3339 does not.
        if (text[16] != ':' || (text[19] == '.' && (text.Length == 20 || !char.IsAsciiDigit((char)text[20]))))
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
