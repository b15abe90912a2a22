using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Windows;

public class MinuteTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(59_999, 0)]
    [InlineData(60_000, 1)]
    [InlineData(-1, -1)]
    [InlineData(-60_000, -1)]
    [InlineData(-60_001, -2)]
    public void OfUnixMilliseconds_AnyInstant_IsTheMinuteItLiesIn(long milliseconds, int minute) =>
        Minute.OfUnixMilliseconds(milliseconds).Number.ShouldBe(minute);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(14, 0)]
    [InlineData(15, 15)]
    [InlineData(-1, -15)]
    [InlineData(-15, -15)]
    [InlineData(-16, -30)]
    public void FloorToQuarter_AnyMinute_IsTheQuarterHourItLiesIn(int minute, int quarter) =>
        new Minute(minute).FloorToQuarter().Number.ShouldBe(quarter);

    [Fact]
    public void DownsamplingLine_AnyClock_IsAQuarterHourAtLeastFortyEightHoursBack()
    {
        for (var minute = 0; minute < 60; minute++)
        {
            var now = new DateTimeOffset(2026, 11, 22, 10, minute, 59, TimeSpan.Zero);
            var back = now - Minute.DownsamplingLine(now).Start;
            back.ShouldBeInRange(TimeSpan.FromHours(48), TimeSpan.FromHours(48.27));
            (Minute.DownsamplingLine(now).Number % 15).ShouldBe(0);
        }
    }

    [Fact]
    public void Plus_BeyondTheNumbers_Throws() => Should.Throw<OverflowException>(() => Minute.Last.Plus(1));

    [Fact]
    public void Compare_Minutes_IsByTime()
    {
        (Minute.First < new Minute(0)).ShouldBeTrue();
        (Minute.Last >= new Minute(0)).ShouldBeTrue();
        new Minute(3).CompareTo(new Minute(4)).ShouldBeNegative();
        new Minute(60).Start.ShouldBe(new DateTimeOffset(1970, 1, 1, 1, 0, 0, TimeSpan.Zero));
    }
}
