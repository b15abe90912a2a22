using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Partitions;

public class TallyChangesTests
{
    private static readonly Minute Noon = new(29_000_010);

    [Fact]
    public void ToSorted_AddedAndRetracted_ChangesNothing()
    {
        var changes = new TallyChanges();
        changes.Add(Response(9, Noon, 5, 3), 1);
        changes.Retract(Response(9, Noon, 5, 3));

        changes.ToSorted().ShouldBeEmpty();
    }

    [Fact]
    public void ToSorted_Several_AreEachOnceByKeyAndMinute()
    {
        var changes = new TallyChanges();
        changes.Add(Response(9, Noon.Plus(1), 5, 3), acceptedAtMilliseconds: 7);
        changes.Add(Response(2, Noon, 5), acceptedAtMilliseconds: 8);
        changes.Add(Response(9, Noon.Plus(1), 3), acceptedAtMilliseconds: 9);
        changes.Retract(Response(4, Noon, 3));

        var sorted = changes.ToSorted();

        sorted.Select(change => (change.KeyId, change.Minute)).ShouldBe(
            [(0, Noon), (0, Noon.Plus(1)), (3, Noon), (3, Noon.Plus(1)), (5, Noon), (5, Noon.Plus(1))]);
        sorted[0].Change.ToArray().ShouldBe([0, 0, 1, 0, -1, 0, 0, 0, 0, 0, 0]);
        sorted[1].Change[9].ShouldBe(2);
        sorted[1].LastAcceptedAtMilliseconds.ShouldBe(9);
        (sorted[2].LastRespondedAtMilliseconds, sorted[2].LastAcceptedAtMilliseconds).ShouldBe((0, 0));
    }

    [Fact]
    public void Rows_AroundTheLine_AreQuarterHoursBeforeIt()
    {
        var changes = new TallyChanges();
        foreach (var minute in (int[])[-31, -30, -16, -15, -1, 0, 1])
            changes.Add(Response(9, Noon.Plus(minute)), acceptedAtMilliseconds: 1_000 + minute);

        var rows = TallyRows.Of(changes.ToSorted(), Noon);

        rows.Select(row => (row.Resolution, row.Bucket, row.Tally.Total)).ShouldBe(
        [
            (15, Noon.Plus(-45), 1L), (15, Noon.Plus(-30), 2L), (15, Noon.Plus(-15), 2L), (1, Noon, 1L), (1, Noon.Plus(1), 1L),
        ]);
        rows[1].LastAcceptedAtMilliseconds.ShouldBe(984);
    }

    [Fact]
    public void Rows_MovedWithinAQuarterHour_WritesNothing()
    {
        var changes = new TallyChanges();
        changes.Retract(Response(9, Noon.Plus(-14)));
        changes.Add(Response(9, Noon.Plus(-3)), 1);

        changes.ToSorted().Length.ShouldBe(2);
        TallyRows.Of(changes.ToSorted(), Noon).ShouldBeEmpty();
    }

    private static StoredResponse Response(int score, Minute minute, params int[] keyIds) =>
        new(default, false, default, score, keyIds, minute.Number * 60_000L);
}
