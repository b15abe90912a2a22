using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Tests.Simulation;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.LiveScores;

public class RollUpOutboxTests
{
    private const int Key = 5;
    private static readonly Guid Activation = Guid.NewGuid();

    private readonly ManualTime _time = new(Requests.Now);
    private readonly RollUpOutbox _outbox;

    public RollUpOutboxTests()
    {
        _outbox = new RollUpOutbox(partition: 2, _time, new ScoringOptions());
        _outbox.Start(Activation, head: 10);
    }

    [Fact]
    public void Attach_First_BeginsAtThePresentHead()
    {
        var rollUp = _outbox.Attach(Key, isWatched: true);

        (rollUp.Partition, rollUp.Activation, rollUp.From, rollUp.Items.Count, rollUp.To).ShouldBe((2, Activation, 10, 0, 10));
    }

    [Fact]
    public void Committed_NobodyAttached_KeepsNothing()
    {
        Commit(11).ShouldBeFalse();

        (_outbox.Attach(Key, isWatched: true).From, Due().Count).ShouldBe((11, 0));
    }

    [Fact]
    public void TakeDue_FirstGoesAtOnce_ThenAtMostOnePerInterval()
    {
        _outbox.Attach(Key, isWatched: true);
        Commit(11);
        Acknowledge(Due().ShouldHaveSingleItem().RollUp);

        Commit(12);
        Due(out var next).ShouldBeEmpty();
        next.ShouldBe(TimeSpan.FromMilliseconds(10));
        _time.Jump(TimeSpan.FromMilliseconds(6));
        Commit(13);
        Due(out next).ShouldBeEmpty();
        next.ShouldBe(TimeSpan.FromMilliseconds(4));
        _time.Jump(TimeSpan.FromMilliseconds(4));

        var rollUp = Due().ShouldHaveSingleItem().RollUp;
        (rollUp.From, rollUp.To).ShouldBe((11, 13));
        rollUp.Items.Select(item => item.Head).ShouldBe([12, 13]);
    }

    [Fact]
    public void TakeDue_OnlyPolled_WaitsASecond()
    {
        _outbox.Attach(Key, isWatched: false);
        Commit(11);
        Acknowledge(Due().ShouldHaveSingleItem().RollUp);
        Commit(12);

        Due(out var next).ShouldBeEmpty();

        next.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void TakeDue_OneUnderWay_SendsNoSecond()
    {
        _outbox.Attach(Key, isWatched: true);
        Commit(11);
        Due().ShouldHaveSingleItem();
        Commit(12);
        _time.Jump(TimeSpan.FromSeconds(5));

        Due().ShouldBeEmpty();
    }

    [Fact]
    public void Failed_RollUp_IsSentAgainWithWhatHasGathered()
    {
        _outbox.Attach(Key, isWatched: true);
        Commit(11);
        Due().ShouldHaveSingleItem();
        Commit(12);
        _outbox.Failed(Key);
        _time.Jump(TimeSpan.FromMilliseconds(100));

        var again = Due().ShouldHaveSingleItem().RollUp;

        (again.From, again.To).ShouldBe((10, 12));
        again.Items.Select(item => item.Head).ShouldBe([11, 12]);
    }

    [Fact]
    public void Failed_WithoutItems_IsSentAgainToo()
    {
        _outbox.Attach(Key, isWatched: true);
        Commit(11);
        var first = Due().ShouldHaveSingleItem().RollUp;
        Acknowledge(first);
        _outbox.Failed(Key);
        _time.Jump(TimeSpan.FromMilliseconds(100));

        Due().ShouldHaveSingleItem().RollUp.Items.ShouldBeEmpty();
    }

    [Fact]
    public void TakeDue_NotRenewed_Lapses()
    {
        _outbox.Attach(Key, isWatched: true);
        _time.Jump(RollUpOutbox.Lapse);
        Commit(11);
        Acknowledge(Due().ShouldHaveSingleItem().RollUp);
        _time.Jump(TimeSpan.FromSeconds(1));

        Commit(12);
        Due().ShouldBeEmpty();

        Commit(13).ShouldBeFalse();
        _outbox.Attach(Key, isWatched: true).From.ShouldBe(13, "whoever comes back has a gap and loads");
    }

    [Fact]
    public void Committed_MoreItemsThanMayWait_LeadsToALoad()
    {
        _outbox.Attach(Key, isWatched: true);
        for (var head = 11; head < 11 + RollUpOutbox.ItemsMax; head++)
            Commit(head);
        _outbox.Attach(Key, isWatched: true).Items.Count.ShouldBe(RollUpOutbox.ItemsMax);

        Commit(2_000);

        var rollUp = Due().ShouldHaveSingleItem().RollUp;
        (rollUp.From, rollUp.Items.Count, rollUp.To).ShouldBe((2_000, 0, 2_000));
    }

    [Fact]
    public void Committed_OneCommitOfMoreItemsThanMayWait_LeadsToALoad()
    {
        _outbox.Attach(Key, isWatched: true);

        _outbox.Committed(11, [.. Enumerable.Range(0, 1_500).Select(minute => Change(minute))]);

        Due().ShouldHaveSingleItem().RollUp.From.ShouldBe(11);
    }

    [Fact]
    public void Start_NewActivation_EveryAttachedKeyIsTold()
    {
        _outbox.Attach(Key, isWatched: true);
        Commit(11);
        var former = Due().ShouldHaveSingleItem().RollUp;
        var activation = Guid.NewGuid();

        _outbox.Start(activation, head: 11);
        Acknowledge(former);
        _time.Jump(TimeSpan.FromMilliseconds(100));

        var rollUp = Due().ShouldHaveSingleItem().RollUp;
        (rollUp.Activation, rollUp.From, rollUp.Items.Count).ShouldBe((activation, 11, 0));
    }

    [Fact]
    public void Acknowledged_LateAndOutOfOrder_NeverGoesBack()
    {
        _outbox.Attach(Key, isWatched: true);
        var first = _outbox.Attach(Key, isWatched: true);
        Commit(11);
        var second = Due().ShouldHaveSingleItem().RollUp;
        Acknowledge(second);
        Acknowledge(first);

        _outbox.Attach(Key, isWatched: true).From.ShouldBe(11);
    }

    [Fact]
    public void Detach_NobodyLivesThere_SendsNothingMore()
    {
        _outbox.Attach(Key, isWatched: true);
        _outbox.Detach(Key);

        Commit(11).ShouldBeFalse();
        Due().ShouldBeEmpty();
    }

    [Fact]
    public void Detach_SomebodyCameMeanwhile_IsToldWhatTheFormerOneMissed()
    {
        _outbox.Attach(Key, isWatched: true);
        Commit(11);
        Due().ShouldHaveSingleItem();
        _outbox.Attach(Key, isWatched: true);

        // The answer of where nobody lived any more when the roll-up arrived there.
        _outbox.Detach(Key);

        Commit(12).ShouldBeTrue();
        _time.Jump(TimeSpan.FromMilliseconds(100));
        Due().ShouldHaveSingleItem().RollUp.Items.Select(item => item.Head).ShouldBe([11, 12]);
    }

    private static TallyChange Change(int minute) => new(Key, new Minute(29_000_000 + minute), Tally.Of(9), 1, 1);

    private bool Commit(long head) => _outbox.Committed(head, [Change(0), new TallyChange(99, new Minute(29_000_000), Tally.Of(1), 1, 1)]);

    private void Acknowledge(RollUp rollUp) => _outbox.Acknowledged(Key, rollUp);

    private IReadOnlyList<(int KeyId, RollUp RollUp)> Due() => Due(out _);

    private IReadOnlyList<(int KeyId, RollUp RollUp)> Due(out TimeSpan? next) => _outbox.TakeDue(out next);
}
