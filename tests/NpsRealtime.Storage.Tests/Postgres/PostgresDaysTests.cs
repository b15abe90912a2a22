using NpsRealtime.Contracts;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Tests.Postgres;

/// <summary>Quarter-hours in the rows of their days.</summary>
public sealed class PostgresDaysTests : StoreContract<PostgresDatabase>
{
    private const string Days = "select count(*) from tally_days";

    private static readonly DateTimeOffset LongAgo = Requests.Now.AddDays(-100);
    private static readonly DateTimeOffset Midnight = new(LongAgo.Date, TimeSpan.Zero);

    [SkippableFact]
    public async Task Commit_OfLongAgo_IsInTheRowsOfItsDays()
    {
        var writer = await StartAsync();
        for (var commit = 0; commit < 4; commit++)
        {
            // 40 quarter-hours of one day, and one of each of 30 other days; the deletion has all of it merged.
            await writer.CommitAsync([.. Enumerable.Range(0, 40).Select(index => Requests.Post($"a{commit}-{index}", 9, Midnight.AddMinutes(index * 15)))]);
            await writer.CommitAsync([.. Enumerable.Range(0, 30).Select(index => Requests.Post($"b{commit}-{index}", 3, LongAgo.AddDays(-1 - index)))]);
            await writer.CommitAsync(Requests.Post($"gone{commit}", 0));
            await writer.CommitAsync(Requests.Delete($"gone{commit}"));
            await ShouldBeSoundAsync(responses: (commit + 1) * 70);
        }

        (await Database.ScalarAsync("select count(*) from tally_days where key_id = 0")).ShouldBe(31L);
        var load = await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None);
        load.Buckets.Where(row => !row.Tally.IsZero).Select(row => row.Tally.Total).ShouldBe(Enumerable.Repeat(4L, 70));
        load.Buckets.ShouldBeUnique();
    }

    [SkippableFact]
    public async Task TakingAway_TheLastOfADay_LeavesNoRow()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9, LongAgo), Requests.Post("b", 9, LongAgo.AddHours(1)), Requests.Post("c", 9, LongAgo.AddDays(5)));
        await writer.CommitAsync(Requests.Delete("a"));
        (await Database.ScalarAsync("select count(*) from tally_days where key_id = 0")).ShouldBe(2L);

        await writer.CommitAsync(Requests.Delete("b"), Requests.Put("c", 0, LongAgo.AddDays(6)));

        (await Database.ScalarAsync("select count(*) from tally_days where key_id = 0")).ShouldBe(1L);
        await ShouldBeSoundAsync(responses: 1);
    }

    [SkippableFact]
    public async Task TakingAway_WhatIsNotThere_FailsAndChangesNothing()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9, LongAgo), Requests.Post("b", 3, LongAgo));
        await MergeAsync(writer);
        await Database.ExecuteAsync("delete from tally_days where key_id <> 0");

        var failure = await Should.ThrowAsync<Exception>(() => writer.CommitAsync(Requests.Delete("a")));

        failure.ToString().ShouldContain("does not hold what is to be taken from it");
        (await SumAsync(StoredKey.TenantId)).Total.ShouldBe(2);
    }

    [SkippableFact]
    public async Task Downsampling_TwoInADay_MovesTheMinutesIntoItsRow()
    {
        var line = Minute.Of(Midnight).Plus(600);
        var writer = await StartAsync(downsampledUntil: line.Plus(-1_440));
        await writer.CommitAsync([.. Enumerable.Range(0, 60).Select(index => Requests.Post($"m-{index}", index % 11, line.Plus(index - 50).Start))]);
        await writer.DownsampleAsync(line.Plus(-20).FloorToQuarter());
        await ShouldBeSoundAsync(responses: 60);

        await writer.DownsampleAsync(line);

        await ShouldBeSoundAsync(responses: 60);
        (await Database.ScalarAsync("select count(*) from tallies where key_id = 0")).ShouldBe(10L);
        (await Database.ScalarAsync("select count(*) from tally_days where key_id = 0")).ShouldBe(1L);
        await writer.CommitAsync([.. Enumerable.Range(0, 60).Select(index => Requests.Delete($"m-{index}"))]);
        await ShouldBeSoundAsync(responses: 0);
    }

    [SkippableFact]
    public async Task ColdSums_CountOnlyTheirSpan_AndKnowTheLastOfAll()
    {
        var writer = await StartAsync();
        await writer.CommitAsync([.. Enumerable.Range(-200, 400).Select(index => Requests.Post($"r{index}", 9, Midnight.AddMinutes(index * 15)))]);
        await MergeAsync(writer);
        var start = Minute.Of(Midnight);

        await ShouldSumAsync(start.Plus(-15), start.Plus(15), 2);
        await ShouldSumAsync(start, start.Plus(1_440), 96);
        await ShouldSumAsync(start.Plus(-1_455), start.Plus(1_455), 194);
        await ShouldSumAsync(start.Plus(-30_000), start.Plus(-20_000), 0);
        await ShouldSumAsync(start.Plus(20_000), start.Plus(30_000), 0);

        async Task ShouldSumAsync(Minute from, Minute to, int responses)
        {
            var cold = (await Store.SumAsync(
                Acme.Id, [StoredKey.TenantId], new MinuteSpan(from, to, IsRunning: false), CancellationToken.None)).ShouldHaveSingleItem();
            cold.Tally.Total.ShouldBe(responses);
            cold.LastBucket.ShouldBe(start.Plus(199 * 15));
            cold.LastRespondedAtMilliseconds.ShouldBe(start.Plus(199 * 15).Start.ToUnixTimeMilliseconds());
        }
    }

    [SkippableTheory]
    [InlineData("update tally_days set day = day + 1 where key_id = 0")]
    [InlineData("update tally_days set key_id = 999 where key_id = 1")]
    [InlineData("update tally_days set partition = 1 where key_id = 0")]
    [InlineData("delete from tally_days where key_id = 1")]
    [InlineData("update tally_days set quarters = quarters || quarters where key_id = 1")]
    public async Task Recount_DamagedDay_FindsIt(string damage)
    {
        var writer = await StartAsync();
        await StartAsync(partition: 1);
        await writer.CommitAsync(Requests.Post("a", 9, LongAgo), Requests.Post("b", 3, LongAgo.AddDays(2)));
        await MergeAsync(writer);

        await Database.ExecuteAsync(damage);

        (await Store.RecountAsync(Acme, CancellationToken.None)).IsClean.ShouldBeFalse();
    }

    [SkippableFact]
    public async Task DeletedTenant_LeavesNoDays()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9, LongAgo));
        await MergeAsync(writer);
        ((long)(await Database.ScalarAsync(Days))!).ShouldBeGreaterThan(0);

        await PostgresDatabase.DeleteAsync(Store, Acme);

        (await Database.ScalarAsync(Days)).ShouldBe(0L);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task AnyRequests_InAnyOrder_AreCountedOnce(int seed)
    {
        var random = new Random(seed);
        var line = Minute.DownsamplingLine(Requests.Now).Plus(-600);
        var counted = new Dictionary<string, (int Score, Minute Minute)>();
        var ids = 0;
        var writer = await StartAsync(downsampledUntil: line);
        for (var round = 0; round < 30; round++)
        {
            if (random.Next(5) == 0)
            {
                await ReopenAsync();
                writer = await StartAsync();
            }

            await writer.CommitAsync([.. Enumerable.Range(0, random.Next(1, 120)).Select(_ => Any())]);
            if (random.Next(3) == 0)
                await writer.DownsampleAsync(line = line.Plus(15 * random.Next(1, 8)));
        }

        await ReopenAsync();
        await ShouldBeSoundAsync(counted.Count);
        for (var look = 0; look < 20; look++)
        {
            var from = Minute.Of(Requests.Now).Plus(-random.Next(12_000)).FloorToQuarter();
            var to = from.Plus(15 * random.Next(300));
            var expected = default(Tally);
            foreach (var (score, minute) in counted.Values.Where(one => one.Minute >= from && one.Minute < to))
                expected.Add(Tally.Of(score));
            (await SumAsync(StoredKey.TenantId, new MinuteSpan(from, to, IsRunning: false))).ShouldBe(expected);
        }

        ResponseRequest Any()
        {
            var (id, score) = ($"r{random.Next(1 + ids)}", random.Next(11));
            var minute = Minute.Of(Requests.Now).Plus(-(random.Next(2) == 0 ? random.Next(12_000) : random.Next(60)));
            var kind = counted.ContainsKey(id) ? random.Next(8) : 7;
            if (kind == 0)
            {
                counted.Remove(id);
                return Requests.Delete(id);
            }

            if (kind > 2)
                id = $"r{++ids}";
            counted[id] = (score, minute);
            return kind > 2 ? Requests.Post(id, score, minute.Start) : Requests.Put(id, score, minute.Start);
        }
    }

    /// <summary>Something taken away has all of its partition merged.</summary>
    private static async Task MergeAsync(PartitionWriter writer)
    {
        var id = $"merge-{writer.State.Head}";
        await writer.CommitAsync(Requests.Post(id, 9));
        await writer.CommitAsync(Requests.Delete(id));
    }
}
