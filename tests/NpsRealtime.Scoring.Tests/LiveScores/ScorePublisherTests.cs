using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Tests.Simulation;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.LiveScores;

public class ScorePublisherTests
{
    private readonly ManualTime _time = new(Requests.Now);
    private readonly Window _window = new AllWindow();
    private readonly ScorePublisher _publisher;
    private long? _total = 0;

    public ScorePublisherTests() => _publisher = new ScorePublisher(Take, _time, new ScoringOptions());

    [Fact]
    public void Add_ScoreThere_ShowsItAtOnce()
    {
        var shown = Watch();

        shown.ShouldBe([0]);
    }

    [Fact]
    public void Add_ScoreNotLoaded_ShowsItWithTheFirstChange()
    {
        _total = null;
        var shown = Watch();
        Change(null);
        shown.ShouldBeEmpty();

        Change(3);

        shown.ShouldBe([3]);
    }

    [Fact]
    public void Changed_Quiet_IsShownAtOnce()
    {
        var shown = Watch();

        Change(1);
        Pass(150);
        Change(2);

        shown.ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void Changed_Often_IsShownOncePerIntervalWithTheLatest()
    {
        var shown = Watch();
        for (var change = 1; change <= 95; change++)
        {
            Change(change);
            Pass(10);
        }

        Pass(200);

        shown[..3].ShouldBe([0, 1, 10]);
        shown.ShouldBe(shown.Order());
        shown[^1].ShouldBe(95);
        shown.Count.ShouldBeInRange(9, 12);
    }

    [Fact]
    public void Changed_NothingToSee_ShowsNothing()
    {
        var shown = Watch();
        Change(1);
        Pass(150);

        Change(1);
        Change(1);

        shown.ShouldBe([0, 1]);
    }

    [Fact]
    public void Changed_BackBeforeItWasShown_SomeoneWhoCameInBetweenIsShownToo()
    {
        var first = Watch();
        Change(1);
        Change(2);
        var second = Watch();
        second.ShouldBe([2]);

        Change(1);
        Pass(150);

        second[^1].ShouldBe(1);
        first[^1].ShouldBe(1);
    }

    [Fact]
    public void Remove_Listener_IsShownNothingMore()
    {
        var shown = new List<long>();
        void Listen(ScoreSnapshot snapshot) => shown.Add(snapshot.Counts.Total);
        _publisher.Add(_window, Listen);
        _publisher.IsWatched.ShouldBeTrue();

        _publisher.Remove(_window, Listen);
        Change(1);
        Pass(150);

        _publisher.IsWatched.ShouldBeFalse();
        shown.ShouldBe([0]);
    }

    [Fact]
    public void Dispose_ChangedAfterwards_ShowsNothingMore()
    {
        var shown = Watch();

        _publisher.Dispose();
        Change(1);
        Pass(150);
        Change(2);
        Pass(150);

        shown.ShouldBe([0]);
    }

    private List<long> Watch()
    {
        var shown = new List<long>();
        _publisher.Add(_window, snapshot => shown.Add(snapshot.Counts.Total));
        return shown;
    }

    private void Change(long? total)
    {
        _total = total;
        _publisher.Changed();
    }

    private void Pass(int milliseconds)
    {
        var limit = _time.GetUtcNow().AddMilliseconds(milliseconds);
        while (_time.FireNext(limit))
        {
        }
    }

    private ScoreSnapshot? Take(Window window)
    {
        var tally = default(Tally);
        tally[9] = _total ?? 0;
        return _total is null ? null : new ScoreSnapshot(
            "acme", "tenant", "Everything", new SnapshotWindow(window.Name, null, Requests.Now), ScoreCounts.Of(tally), null, null, null, 0, _time.GetUtcNow());
    }
}
