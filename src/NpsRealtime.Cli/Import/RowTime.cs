using System.Globalization;
using NpsRealtime.Cli.CommandLine;

namespace NpsRealtime.Cli.Import;

/// <summary>
/// Reads the dates of a file. One without an offset is a local time of <paramref name="zone"/>. One without a time of day is the
/// day's first instant: it lies in the right local day, and today's is never ahead of the clock as noon would be.
/// </summary>
internal sealed class RowTime(string? format, TimeZoneInfo zone)
{
    private const int GapStepMinutes = 15;

    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss zzz",
    ];

    private readonly string[] _formats = format is null ? IsoFormats : [format];

    /// <summary>What a date should look like, for an error message.</summary>
    public string Form => format switch
    {
        null => "yyyy-MM-dd or yyyy-MM-ddTHH:mm:ss, with or without an offset; --date-format names another",
        _ => format,
    };

    /// <summary>Refuses a format that could never read anything.</summary>
    public static void Check(string? format)
    {
        if (format is null or "unix" or "unix-ms")
            return;
        try
        {
            var sample = new DateTime(2021, 12, 31, 23, 59, 58, DateTimeKind.Unspecified);
            var written = sample.ToString(format, CultureInfo.InvariantCulture);
            if (format.Length > 1
                && DateTime.TryParseExact(written, format, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var read)
                && read.Year == sample.Year && read.Month == sample.Month && read.Day == sample.Day)
                return;
        }
        catch (FormatException)
        {
            // The sentence below says it better.
        }

        throw CommandException.Usage(
            $"'{format}' is no date format with a year, a month and a day; write for example dd/MM/yy, MM/dd/yyyy HH:mm, unix or unix-ms.");
    }

    public bool TryRead(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (format is "unix" or "unix-ms")
            return TryReadUnix(text, out instant);
        if (!DateTime.TryParseExact(text, _formats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var read))
            return false;
        try
        {
            instant = read.Kind == DateTimeKind.Unspecified ? OfWallClock(read) : new DateTimeOffset(read.ToUniversalTime());
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            // The first and last hours of the calendar have no instant in some zones.
            return false;
        }
    }

    private bool TryReadUnix(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            return false;
        var milliseconds = format == "unix" ? number * 1_000 : number;
        if (milliseconds < 0 || milliseconds > 253_402_300_799_999)
            return false;
        instant = DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
        return true;
    }

    /// <summary>Where the clocks go back and a time comes twice the first counts; one that they skip becomes the next that exists.</summary>
    private DateTimeOffset OfWallClock(DateTime local)
    {
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(GapStepMinutes);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
