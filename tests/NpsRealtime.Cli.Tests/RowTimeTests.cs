using System.Globalization;
using NpsRealtime.Cli.CommandLine;
using NpsRealtime.Cli.Import;

namespace NpsRealtime.Cli.Tests;

public sealed class RowTimeTests
{
    [Theory]
    [InlineData(null, "UTC", "2021-09-01", "2021-09-01T00:00:00Z")]
    [InlineData(null, "UTC", "2021-09-01T10:15:00Z", "2021-09-01T10:15:00Z")]
    [InlineData(null, "UTC", "2021-09-01T10:15:00.123+02:00", "2021-09-01T08:15:00.123Z")]
    [InlineData(null, "UTC", "2021-09-01 10:15:00 +02:00", "2021-09-01T08:15:00Z")]
    [InlineData(null, "Europe/Berlin", "2021-09-01 10:15", "2021-09-01T08:15:00Z")]
    [InlineData("dd/MM/yy", "America/New_York", "01/09/21", "2021-09-01T04:00:00Z")]
    [InlineData("MM/dd/yyyy h:mm tt", "UTC", "09/01/2021 1:05 PM", "2021-09-01T13:05:00Z")]
    [InlineData("yyyy-MM-dd HH:mm zzz", "Asia/Tokyo", "2021-09-01 10:15 -05:00", "2021-09-01T15:15:00Z")]
    [InlineData("unix", "Asia/Tokyo", "1630454400", "2021-09-01T00:00:00Z")]
    [InlineData("unix-ms", "Asia/Tokyo", "1630454400123", "2021-09-01T00:00:00.123Z")]
    [InlineData("yyyy-MM-dd HH:mm", "Europe/Berlin", "2021-03-28 02:30", "2021-03-28T01:00:00Z")] // The clocks skip it.
    [InlineData("yyyy-MM-dd HH:mm", "Europe/Berlin", "2021-10-31 02:30", "2021-10-31T00:30:00Z")] // It comes twice.
    public void TryRead_Date_IsThatInstant(string? format, string zone, string text, string expected)
    {
        var time = new RowTime(format, TimeZoneInfo.FindSystemTimeZoneById(zone));

        time.TryRead(text, out var instant).ShouldBeTrue();
        instant.ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(null, "01/09/21")]
    [InlineData(null, "2021-02-30")]
    [InlineData("dd/MM/yy", "31/02/21")]
    [InlineData("unix", "soon")]
    [InlineData("unix", "-1")]
    [InlineData("unix-ms", "999999999999999999")]
    public void TryRead_NoDateOfThatForm_IsRefused(string? format, string text) =>
        new RowTime(format, TimeZoneInfo.Utc).TryRead(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("d")]
    [InlineData("HH:mm")]
    [InlineData("MM/yyyy")]
    [InlineData("%")]
    public void Check_FormatWithoutDay_IsRefused(string format) => Should.Throw<CommandException>(() => RowTime.Check(format));

    [Theory]
    [InlineData(null)]
    [InlineData("dd/MM/yy")]
    [InlineData("unix")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ssK")]
    public void Check_FormatOfADay_Passes(string? format) => RowTime.Check(format);
}
