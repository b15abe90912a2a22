using System.Globalization;

namespace NpsRealtime.Scoring.Tests.Responses;

/// <summary>Times as RFC 3339 (section 5.6) writes them.</summary>
public class RespondedAtTests
{
    [Theory]
    [InlineData("2026-11-22T10:15:00Z", "2026-11-22T10:15:00.000")]
    [InlineData("2026-11-22t10:15:00z", "2026-11-22T10:15:00.000")]
    [InlineData("2026-11-22T10:15:00.123Z", "2026-11-22T10:15:00.123")]
    [InlineData("2026-11-22T10:15:00.1Z", "2026-11-22T10:15:00.100")]
    [InlineData("2026-11-22T10:15:00.1234567Z", "2026-11-22T10:15:00.123")]
    [InlineData("2026-11-22T10:15:00.123456789Z", "2026-11-22T10:15:00.123")]
    [InlineData("2026-11-22T11:15:00+01:00", "2026-11-22T10:15:00.000")]
    [InlineData("2026-11-22T05:15:00-05:00", "2026-11-22T10:15:00.000")]
    [InlineData("2026-11-22T16:00:00+05:45", "2026-11-22T10:15:00.000")]
    [InlineData("2026-11-22T10:15:00+00:00", "2026-11-22T10:15:00.000")]
    [InlineData("2026-11-22T10:15:00-00:00", "2026-11-22T10:15:00.000")]
    [InlineData("2026-11-23T00:15:00+14:00", "2026-11-22T10:15:00.000")]
    [InlineData("2024-02-29T12:00:00Z", "2024-02-29T12:00:00.000")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000")]
    [InlineData("1969-12-31T23:00:00-01:00", "1970-01-01T00:00:00.000")]
    [InlineData("2026-11-22T10:20:00Z", "2026-11-22T10:20:00.000")] // Five minutes ahead of the clock is the most.
    [InlineData("2026-11-22T10\\u003a15:00Z", "2026-11-22T10:15:00.000")]
    public void Read_TimeWithOffset_IsThatInstant(string text, string expected)
    {
        var request = Reading.Request("respondedAt", $"\"{text}\"");
        DateTimeOffset.FromUnixTimeMilliseconds(request.RespondedAtMilliseconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Theory]
    [InlineData("2026-11-22T10:15:00")]
    [InlineData("2026-11-22T10:15Z")]
    [InlineData("2026-11-22T10:15+01:00")] // RFC 3339 wants seconds.
    [InlineData("2026-11-22 10:15:00Z")]
    [InlineData("2026-11-22T10:15:00+0100")]
    [InlineData("2026-11-22T10:15:00+01")]
    [InlineData("2026-11-22T10:15:00 Z")]
    [InlineData("2026-11-22T10:15:00.Z")]
    [InlineData("2026-11-22T10:15:00.")]
    [InlineData("2026-11-22T10:15:00,5Z")]
    [InlineData("2026-11-22T10:15:00ZZ")]
    [InlineData("2026-02-29T10:15:00Z")]
    [InlineData("2026-13-01T10:15:00Z")]
    [InlineData("2026-11-22T24:00:00Z")]
    [InlineData("2026-11-22T10:60:00Z")]
    [InlineData("2026-11-22T10:15:00+15:00")]
    [InlineData("26-11-22T10:15:00.000Z")]
    [InlineData("20261122T101500.0000Z")]
    [InlineData("2026-W47-7T10:15:00Z")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("-2026-11-22T10:15:00Z")]
    [InlineData("Sun, 22 Nov 2026 10:15:00 GMT")]
    [InlineData("２０２６-11-22T10:15:00Z")]
    [InlineData("2026-11-22T10:15:00\\\"Z")]
    [InlineData("2026-11-22T10:15:00\\\\Z")]
    [InlineData("2026-11-22T10:15:00\\nZ")]
    public void Read_AnythingElse_SaysWhatWouldBeRight(string text)
    {
        var fault = Reading.Of(Reading.With("respondedAt", $"\"{text}\"")).Faults.ShouldHaveSingleItem();
        fault.Field.ShouldBe("respondedAt");
        fault.Detail.ShouldContain("2026-11-22T10:15:00Z");
    }

    [Theory]
    [InlineData("2026-11-22T10:20:00.001Z", "2026-11-22T10:15:00Z")] // What the server's clock says helps whoever looks for the skew.
    [InlineData("1969-12-31T23:59:59.999Z", "1970")]
    public void Read_OutsideTheTimesThatCount_SaysTheBound(string text, string bound) =>
        Reading.Of(Reading.With("respondedAt", $"\"{text}\"")).Faults.ShouldHaveSingleItem().Detail.ShouldContain(bound);
}
