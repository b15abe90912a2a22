using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Insight;

public class LastChangeSearchTests
{
    [Fact]
    public void Edges_WindowThatBeginsBetweenQuarters_HasMinutesFromItsVeryBegin()
    {
        for (var phase = 0; phase < Minute.Quarter; phase++)
        {
            var now = new DateTimeOffset(2026, 11, 22, 10, phase, 30, TimeSpan.Zero);
            var to = Minute.Of(now).Plus(1);
            var from = to.Plus(-60);

            var edges = LastChangeSearch.Edges(from, to, now);

            edges.ShouldContain(from, $"at minute {phase}");
            edges.Where(edge => edge >= from).ShouldBe(Enumerable.Range(0, 61).Select(minute => from.Plus(minute)));
            edges.Where(edge => edge < from).ShouldAllBe(edge => edge == edge.FloorToQuarter());
        }
    }
}
