using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.LiveScores;

public class LiveScoreTests
{
    private static readonly Guid Activation = Guid.NewGuid();
    private static readonly Minute Now = Minute.Of(Requests.Now);

    private readonly LiveScore _score = new(
        new Tenant(1, "acme", "acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], 2), Requests.KeyOf("tenant"));

    [Fact]
    public void Apply_BeforeTheFirstLoad_NeedsIt() => _score.Apply(RollUp(0, 0)).ShouldBe(ApplyOutcome.LoadNeeded);

    [Fact]
    public void Apply_Next_CountsAndMovesTheCursor()
    {
        Load(head: 4, total: 4);

        _score.Apply(RollUp(4, 6, 5, 6)).ShouldBe(ApplyOutcome.Changed);

        (Total, _score.HeadOf(0), _score.Version).ShouldBe((6, 6, 6));
    }

    [Fact]
    public void Apply_SaidBefore_IsSkipped()
    {
        Load(head: 4, total: 4);

        _score.Apply(RollUp(2, 6, 3, 4, 5, 6)).ShouldBe(ApplyOutcome.Changed);
        _score.Apply(RollUp(2, 6, 3, 4, 5, 6)).ShouldBe(ApplyOutcome.Unchanged);
        _score.Apply(RollUp(3, 5, 4, 5)).ShouldBe(ApplyOutcome.Unchanged);

        (Total, _score.HeadOf(0)).ShouldBe((6, 6));
    }

    [Fact]
    public void Apply_WithoutItems_MovesTheCursor()
    {
        Load(head: 4, total: 4);

        _score.Apply(RollUp(4, 9)).ShouldBe(ApplyOutcome.Unchanged);

        _score.Apply(RollUp(9, 10, 10)).ShouldBe(ApplyOutcome.Changed);
        Total.ShouldBe(5);
    }

    [Fact]
    public void Apply_RollUpWithGap_NeedsALoadAndChangesNothing()
    {
        Load(head: 4, total: 4);

        _score.Apply(RollUp(5, 6, 6)).ShouldBe(ApplyOutcome.LoadNeeded);

        (Total, _score.HeadOf(0)).ShouldBe((4, 4));
    }

    [Fact]
    public void Apply_OtherActivation_NeedsALoadAndChangesNothing()
    {
        Load(head: 4, total: 4);

        _score.Apply(RollUp(4, 5, 5) with { Activation = Guid.NewGuid() }).ShouldBe(ApplyOutcome.LoadNeeded);

        Total.ShouldBe(4);
    }

    [Fact]
    public void Apply_PartitionNotLoaded_NeedsALoad()
    {
        Load(head: 4, total: 4);

        _score.Apply(RollUp(0, 1, 1) with { Partition = 1 }).ShouldBe(ApplyOutcome.LoadNeeded);
    }

    [Fact]
    public void Apply_TakingMoreThanIsThere_Throws()
    {
        Load(head: 4, total: 4);
        var change = default(Tally);
        change[9] = -5;

        Should.Throw<InvalidOperationException>(() => _score.Apply(
            new RollUp(0, Activation, 4, [new RollUpItem(5, Now, change, 0, 0)], 5)));
    }

    [Fact]
    public void Load_Again_ReplacesEverything()
    {
        Load(head: 4, total: 4);
        _score.Apply(RollUp(4, 5, 5));

        Load(head: 9, total: 2);

        (Total, _score.HeadOf(0), _score.HeadOf(1)).ShouldBe((2, 9, 0));
    }

    [Fact]
    public void Apply_LateResponseBeforeTheLine_CountsInItsQuarterHour()
    {
        Load(head: 4, total: 4);
        var old = Now.Plus(-5_000);

        _score.Apply(new RollUp(0, Activation, 4, [new RollUpItem(5, old, Tally.Of(3), 1, 1)], 5));

        _score.History([old.FloorToQuarter(), old.FloorToQuarter().Plus(15)]).ShouldHaveSingleItem().Counts.Total.ShouldBe(1);
        Total.ShouldBe(5);
    }

    [Fact]
    public void Snapshot_ClockSetBackAnHour_TheHourIsStillOne()
    {
        Load(head: 4, total: 0);
        var head = 4;
        foreach (var minute in (int[])[0, -56, -60, -119, -120])
            _score.Apply(new RollUp(0, Activation, head, [new RollUpItem(head + 1, Now.Plus(minute), Tally.Of(9), 1, 1)], ++head));
        WindowCatalog.TryFind("1h", out var hour).ShouldBeTrue();

        var now = Requests.Now.AddHours(-1);
        var snapshot = _score.Snapshot(hour, now);

        snapshot.Counts.Total.ShouldBe(3, "what is stamped within five minutes of the clock, and nothing later");
        snapshot.Window.From.ShouldBe(Now.Plus(-119).Start);
        snapshot.Window.To.ShouldBe(Minute.Of(now).Plus(1 + MinuteSpan.AheadMinutes).Start);
        _score.Snapshot(new AllWindow(), now).Counts.Total.ShouldBe(5, "everything is everything");
    }

    [Fact]
    public void Snapshot_ClockSetBackBeforeTheDownsamplingLine_EverythingIsStillCounted()
    {
        Load(head: 4, total: 0);
        var old = Minute.DownsamplingLine(Requests.Now).Plus(-30);
        _score.Apply(new RollUp(0, Activation, 4, [new RollUpItem(5, old, Tally.Of(9), 1, 1)], 5));

        _score.Snapshot(new AllWindow(), old.Start.AddDays(-1)).Counts.Total.ShouldBe(1);
    }

    [Fact]
    public void Apply_LastResponseTakenAway_IsNoLongerKnownOnceItsMinuteIsEmpty()
    {
        Load(head: 4, total: 4);
        ApplyAt(head: 5, minute: 2, by: 2);
        ApplyAt(head: 6, minute: 1, by: 1);
        _score.IsLastTaken.ShouldBeFalse();

        ApplyAt(head: 7, minute: 1, by: -1);
        ApplyAt(head: 8, minute: 2, by: -1);
        _score.IsLastTaken.ShouldBeFalse("another of that minute is left");
        ApplyAt(head: 9, minute: 2, by: -1);
        _score.IsLastTaken.ShouldBeTrue();
        ApplyAt(head: 10, minute: 1, by: 1);
        _score.IsLastTaken.ShouldBeTrue("only the store knows when it was given");

        ApplyAt(head: 11, minute: 3, by: 1);
        _score.IsLastTaken.ShouldBeFalse();
    }

    private void ApplyAt(int head, int minute, int by)
    {
        var change = default(Tally);
        change[9] = by;
        var at = by > 0 ? Now.Plus(minute).Start.ToUnixTimeMilliseconds() : 0;
        _score.Apply(new RollUp(0, Activation, head - 1, [new RollUpItem(head, Now.Plus(minute), change, at, at)], head));
    }

    private long Total => _score.Count(new AllWindow(), Requests.Now).Total;

    private static RollUp RollUp(long from, long to, params int[] heads) => new(
        0, Activation, from, [.. heads.Select(head => new RollUpItem(head, Now, Tally.Of(9), head, head))], to);

    private void Load(long head, int total)
    {
        var tally = default(Tally);
        tally[9] = total;
        _score.Load(
            new ScoreLoad(
                new Dictionary<int, PartitionState> { [0] = new(Activation, head, Minute.DownsamplingLine(Requests.Now)) },
                [new TallyRow(0, 1, Now, tally, 1, 1)]),
            Requests.Now);
    }
}
