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
    public void Apply_LastResponseTakenAway_IsNoLongerKnown()
    {
        Load(head: 4, total: 4);
        ApplyLast(head: 5, added: 900);
        _score.IsLastTaken.ShouldBeFalse();

        ApplyLast(head: 6, retracted: 800);
        _score.IsLastTaken.ShouldBeFalse("an earlier one was taken away");
        ApplyLast(head: 7, retracted: 900);
        _score.IsLastTaken.ShouldBeTrue();
        ApplyLast(head: 8, added: 850);
        _score.IsLastTaken.ShouldBeTrue("there may be a later one than that");

        ApplyLast(head: 9, added: 901);
        _score.IsLastTaken.ShouldBeFalse();
        Last.ShouldBe(901);
        ApplyLast(head: 10, retracted: 901, added: 870);
        _score.IsLastTaken.ShouldBeTrue();
        Load(head: 10, total: 4);
        _score.IsLastTaken.ShouldBeFalse();
    }

    private long? Last => _score.Snapshot(new AllWindow(), Requests.Now).LastResponse?.RespondedAt.ToUnixTimeMilliseconds();

    private void ApplyLast(int head, long added = 0, long retracted = 0) => _score.Apply(
        new RollUp(0, Activation, head - 1, [new RollUpItem(head, Now, default, added, added, retracted)], head));

    private long Total => _score.Count(new AllWindow(), Requests.Now).Total;

    private static RollUp RollUp(long from, long to, params int[] heads) => new(
        0, Activation, from, [.. heads.Select(head => new RollUpItem(head, Now, Tally.Of(9), head, head))], to);

    private void Load(long head, int total)
    {
        var tally = default(Tally);
        tally[9] = total;
        _score.Load(
            new ScoreLoad(
                new Dictionary<int, PartitionState> { [0] = new(Activation, head, Minute.FoldLine(Requests.Now)) },
                [new TallyRow(0, 1, Now, tally, 1, 1)]),
            Requests.Now);
    }
}
