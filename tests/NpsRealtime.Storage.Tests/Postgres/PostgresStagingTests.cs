using System.Diagnostics;
using System.Globalization;
using NpsRealtime.Contracts;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Tests.Postgres;

/// <summary>New rows that are taken in before their commit's turn: fenced like any other, and without a trace when it never comes.</summary>
public sealed class PostgresStagingTests : StoreContract<PostgresDatabase>
{
    private const int Count = 600;

    [SkippableFact]
    public async Task Commit_StagedWhileTheOneBeforeIsOpen_BothAreCountedInTheOrderOfArrival()
    {
        var writer = await StartAsync();
        var first = await writer.WriteOfAsync(Posts("a"));
        var second = await writer.WriteOfAsync(Posts("b"));
        await using var staged = await StageAsync(second);

        await Store.CommitAsync([first], CancellationToken.None);
        await staged.CommitAsync([second with { Head = first.Head + 1 }], CancellationToken.None);

        await ShouldBeSoundAsync(2 * Count);
        (await ExportAsync()).Select(row => row.Id).Where(id => id![0] == 'b').ShouldBe(Posts("b").Select(request => request.Id));
        (await Store.LookAsync(writer.Address, wait: false, CancellationToken.None)).Head.ShouldBe(2);
    }

    [SkippableFact]
    public async Task Stage_NeverCommitted_LeavesNothing()
    {
        var writer = await StartAsync();
        var write = await writer.WriteOfAsync(Posts("a"));

        await (await StageAsync(write)).DisposeAsync();

        await ShouldBeSoundAsync(0);
        await Store.CommitAsync([write], CancellationToken.None);
        await ShouldBeSoundAsync(Count);
    }

    [SkippableFact]
    public async Task Stage_AFew_IsNotWorthIt()
    {
        var writer = await StartAsync();
        var write = await writer.WriteOfAsync(Requests.Post("a", 9));

        (await Store.StageAsync([new GroupRows(write.Partition, write.Inserted)], CancellationToken.None)).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Stage_RowExists_SaysSo()
    {
        var writer = await StartAsync();
        var write = await writer.WriteOfAsync(Posts("a"));
        await writer.CommitAsync(Posts("a")[^1]);

        await Should.ThrowAsync<RowExistsException>(() => StageAsync(write));
    }

    [SkippableFact]
    public async Task Commit_StagedByAnOwnerThatIsNotAnyMore_IsFenced()
    {
        var former = await StartAsync();
        var write = await former.WriteOfAsync(Posts("a"));
        var staged = await StageAsync(write);
        var takeover = StartAsync();
        while (former.State.Activation == (await Store.LookAsync(former.Address, wait: false, CancellationToken.None)).Activation)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);

        await using (staged)
            await Should.ThrowAsync<FencedException>(() => staged.CommitAsync([write], CancellationToken.None));

        var owner = await takeover;
        (await owner.CommitAsync(Posts("a"))).ShouldAllBe(status => status == ResponseStatus.Accepted);
        await ShouldBeSoundAsync(Count);
    }

    [SkippableFact]
    public async Task StartPartition_StagedByAFrozenOwner_IsCutOffBeforeTheNewOneWrites()
    {
        var frozen = await StartAsync();
        var write = await frozen.WriteOfAsync(Posts("a"));
        await using var staged = await StageAsync(write);

        var began = Stopwatch.GetTimestamp();
        var owner = await StartAsync();

        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.5));
        (await owner.CommitAsync(Posts("a"))).ShouldAllBe(status => status == ResponseStatus.Accepted);
        await Should.ThrowAsync<FencedException>(() => staged.CommitAsync([write], CancellationToken.None));
        await ShouldBeSoundAsync(Count);
    }

    [SkippableFact]
    public async Task Commit_StagingSessionDied_IsWrittenFromTheBeginning()
    {
        var writer = await StartAsync();
        var write = await writer.WriteOfAsync(Posts("a"));
        await using var staged = await StageAsync(write);
        (await Database.ScalarAsync("""
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where state = 'idle in transaction' and pid in (select pid from pg_locks where relation = 'responses'::regclass)
            """)).ShouldBe(1L);

        await staged.CommitAsync([write], CancellationToken.None);

        await ShouldBeSoundAsync(Count);
    }

    private static ResponseRequest[] Posts(string name) =>
        [.. Enumerable.Range(0, Count).Select(number => Requests.Post(name + number.ToString(CultureInfo.InvariantCulture), number % 11))];

    private async Task<IStagedRows> StageAsync(GroupWrite write) =>
        (await Store.StageAsync([new GroupRows(write.Partition, write.Inserted)], CancellationToken.None)).ShouldNotBeNull();
}
