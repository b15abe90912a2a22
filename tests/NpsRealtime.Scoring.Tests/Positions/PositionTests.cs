using System.Globalization;
using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Scoring.Tests.Positions;

public class PositionTests
{
    [Theory]
    [InlineData("0-17", "0-17")]
    [InlineData("0-17.3-5", "0-17.3-5")]
    [InlineData("3-5.0-17", "0-17.3-5")]
    [InlineData("0-17.0-5", "0-17")]
    [InlineData("0-9223372036854775807", "0-9223372036854775807")]
    public void TryParse_WellFormed_KeepsTheHighestHeadOfEachPartition(string text, string canonical)
    {
        Position.TryParse(text, out var position).ShouldBeTrue();
        position!.ToString().ShouldBe(canonical);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0-")]
    [InlineData("-5")]
    [InlineData("0--5")]
    [InlineData("0-5.")]
    [InlineData(".0-5")]
    [InlineData("0-5..1-6")]
    [InlineData("0 - 5")]
    [InlineData("0-+5")]
    [InlineData("a-5")]
    [InlineData("0-9223372036854775808")]
    [InlineData("2147483648-1")]
    [InlineData("0-5,1-6")]
    [InlineData("0-٥")]
    public void TryParse_Malformed_IsRefused(string? text) => Position.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_AnEndlessText_IsRefused() =>
        Position.TryParse(string.Join('.', Enumerable.Repeat("0-1", 1_000_000)), out _).ShouldBeFalse();

    [Fact]
    public void ToString_InAnotherCulture_WritesPlainDigits()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("fa-IR");
            var position = new Position();
            position.Include(1, 1_234);
            position.Include(1, 7);
            position.ToString().ShouldBe("1-1234");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
