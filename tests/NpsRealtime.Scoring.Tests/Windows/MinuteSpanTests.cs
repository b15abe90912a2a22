using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Windows;

public class MinuteSpanTests
{
    private static readonly Minute Noon = new(29_000_040);

    [Theory]
    [InlineData(false, null, 90, 60)]
    [InlineData(true, null, 59, 60)]
    [InlineData(true, null, 60, 61)]
    [InlineData(true, null, 64, 65)]
    [InlineData(true, null, 65, 65)] // Further ahead of the clock than any may be sent: the clock was set back.
    [InlineData(true, null, 900, 65)]
    [InlineData(true, 62, 61, 62)]
    [InlineData(true, 62, 900, 62)]
    [InlineData(true, 80, 900, 65)]
    public void EndWhenLastIs_SpanWithABeginning_IsWhatIsCounted(bool isRunning, int? bound, int last, int expected)
    {
        var span = new MinuteSpan(Noon, Noon.Plus(60), isRunning, bound is { } minutes ? Noon.Plus(minutes) : null);

        span.EndWhenLastIs(Noon.Plus(last)).ShouldBe(Noon.Plus(expected));
        (span.Limit >= span.EndWhenLastIs(Noon.Plus(last))).ShouldBeTrue();
    }

    [Fact]
    public void EndWhenLastIs_NothingCounts_IsItsEnd() =>
        new MinuteSpan(Noon, Noon.Plus(60), IsRunning: true).EndWhenLastIs(null).ShouldBe(Noon.Plus(60));

    [Fact]
    public void EndWhenLastIs_Everything_IsAfterTheLast() =>
        new MinuteSpan(null, Noon, IsRunning: true).EndWhenLastIs(Noon.Plus(900)).ShouldBe(Noon.Plus(901));
}
