using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Tests;

public class DayTalliesTests
{
    private const int Day = 20_000;
    private const int Start = Day * 1_440;

    [Fact]
    public void Take_PacksWhatWasAddedInOrder_AndForgetsIt()
    {
        var day = new DayTallies();
        day.Add(Row(Start + 1_425, 0, respondedAt: 7));
        day.Add(Row(Start, 9, respondedAt: 5));
        day.Add(Row(Start, 10, respondedAt: 6));
        day.Add(PackedTallies.Pack([Row(Start, 10, respondedAt: 4), Row(Start + 15, 3, respondedAt: 4)]));

        var rows = Unpacked(day.Take(7, Day).ShouldNotBeNull());

        rows.Select(row => row.Bucket.Number - Start).ShouldBe([0, 15, 1_425]);
        rows.ShouldAllBe(row => row.KeyId == 7 && row.Resolution == 15);
        rows[0].Tally.ToArray().ShouldBe([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
        (rows[0].LastRespondedAtMilliseconds, rows[0].LastAcceptedAtMilliseconds).ShouldBe((6, 1_006));
        day.Take(7, Day).ShouldBeNull();
    }

    [Fact]
    public void Add_WhatTakesAway_IsTaken()
    {
        var day = new DayTallies();
        day.Add(Row(Start, 9, respondedAt: 5));
        day.Add(Row(Start, 3, respondedAt: 5));

        day.Add(Change(Start, (9, -1), (10, 1)));
        day.Add(Change(Start, (3, -1)));

        Unpacked(day.Take(7, Day).ShouldNotBeNull()).ShouldHaveSingleItem().Tally.ShouldBe(Tally.Of(10));
    }

    [Fact]
    public void Add_TakesTheLastOfADay_LeavesNothing()
    {
        var day = new DayTallies();
        day.Add(Row(Start, 9, respondedAt: 5));

        day.Add(Change(Start, (9, -1)));

        day.Take(7, Day).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, -2)]
    [InlineData(15, -1)]
    public void Take_MoreWasTakenAwayThanWasThere_Throws(int minute, int by)
    {
        var day = new DayTallies();
        day.Add(Row(Start, 9, respondedAt: 5));
        day.Add(Change(Start + minute, (9, by), (10, 3)));

        Should.Throw<InvalidOperationException>(() => day.Take(7, Day)).Message.ShouldContain("does not hold what is to be taken");
    }

    private static TallyRow Row(int bucket, int score, long respondedAt) =>
        new(7, Minute.Quarter, new Minute(bucket), Tally.Of(score), respondedAt, 1_000 + respondedAt);

    private static TallyRow Change(int bucket, params (int Score, int By)[] counts)
    {
        var tally = default(Tally);
        foreach (var (score, by) in counts)
            tally[score] = by;
        return new TallyRow(7, Minute.Quarter, new Minute(bucket), tally, 4, 4);
    }

    private static List<TallyRow> Unpacked(byte[] packed)
    {
        var rows = new List<TallyRow>();
        PackedTallies.Unpack(packed, rows, static (List<TallyRow> rows, in TallyRow row) => rows.Add(row));
        return rows;
    }
}
