using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Tests;

public sealed class PackedTalliesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public void Pack_AnyRows_UnpackToTheSame(int count)
    {
        var random = new Random(count);
        var rows = Enumerable.Range(0, count).Select(_ => RowOf(random)).ToList();

        var unpacked = new List<TallyRow>();
        PackedTallies.Unpack(PackedTallies.Pack(rows), unpacked, static (List<TallyRow> list, in TallyRow row) => list.Add(row));

        unpacked.ShouldBe(rows);
    }

    [Fact]
    public void Pack_TheUsualRows_TakesFewBytes()
    {
        var now = new DateTimeOffset(2026, 11, 22, 10, 15, 20, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var rows = Enumerable.Range(0, 1_000).Select(index => new TallyRow(
            index / 60, 1, Minute.OfUnixMilliseconds(now - (index % 60 * 60_000)), Tally.Of(index % 11), now - (index % 60 * 60_000), now)).ToList();

        PackedTallies.Pack(rows).Length.ShouldBeLessThan(12 * rows.Count);
    }

    [Fact]
    public void Unpack_AnotherForm_IsRefused() =>
        Should.Throw<FormatException>(() => PackedTallies.Unpack([2, 0], 0, static (int _, in TallyRow _) => { }));

    [Fact]
    public void Sums_OfManyCommits_AreTheSumsOfTheirRows()
    {
        var random = new Random(7);
        var commits = Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 40).Select(_ => RowOf(random, keys: 3, buckets: 4)).ToList()).ToList();
        var sums = new TallySums();
        foreach (var commit in commits)
            sums.AddPacked(PackedTallies.Pack(commit));

        var expected = commits.SelectMany(commit => commit).GroupBy(row => (row.KeyId, row.Resolution, row.Bucket)).ToList();
        sums.Count.ShouldBe(expected.Count);
        foreach (var bucket in expected)
        {
            var row = sums.Rows.Single(row => (row.KeyId, row.Resolution, row.Bucket) == bucket.Key);
            for (var score = 0; score < Tally.Scores; score++)
                row.Tally[score].ShouldBe(bucket.Sum(one => one.Tally[score]));
            row.LastRespondedAtMilliseconds.ShouldBe(bucket.Max(one => one.LastRespondedAtMilliseconds));
        }
    }

    private static TallyRow RowOf(Random random, int keys = int.MaxValue, int buckets = 100_000_000)
    {
        var tally = default(Tally);
        for (var score = 0; score < Tally.Scores; score++)
            tally[score] = random.Next(3) == 0 ? random.NextInt64(-10, long.MaxValue >> random.Next(30, 63)) : 0;
        var isQuarter = random.Next(2) == 0;
        var bucket = new Minute(random.Next(buckets));
        return new TallyRow(
            random.Next(keys),
            isQuarter ? Minute.Quarter : 1,
            isQuarter ? bucket.FloorToQuarter() : bucket,
            tally,
            random.Next(4) == 0 ? 0 : random.NextInt64(1L << 45),
            random.NextInt64(1L << 45));
    }
}
