using System.Diagnostics;
using NpsRealtime.Contracts;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Tests.Postgres;

/// <summary>
/// What is due is merged in a transaction of its own, beside the commits. A partition's first commit makes it due, and locked tallies hold
/// that transaction up in its middle.
/// </summary>
public sealed class PostgresAsideTests : StoreContract<PostgresDatabase>
{
    private const string Resting = """
        select count(distinct pid) from pg_locks join pg_stat_activity using (pid)
        where relation = 'tallies'::regclass and state = 'idle in transaction' and query like 'merge into tall%'
          and clock_timestamp() - state_change > interval '10 ms'
        """;

    private const string Waiting = "select count(*) from pg_locks where relation = 'tallies'::regclass and not granted";

    private readonly TestPace _pace = new();

    public override Task InitializeAsync()
    {
        Database.Pace = _pace;
        return base.InitializeAsync();
    }

    [SkippableFact]
    public async Task Commit_FirstOfAPartition_IsMergedSoonAfter()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9), Requests.Post("b", 0));

        await UntilAsync("select merged_until from partitions", 1);

        ((long)(await Database.ScalarAsync("select sum(c0 + c9) from tallies where key_id = 0"))!).ShouldBe(2);
        await writer.CommitAsync(Requests.Post("c", 0));
        await ShouldBeSoundAsync(responses: 3);
    }

    [SkippableFact]
    public async Task Commit_WhileOthersAreMerged_WaitsForNothing()
    {
        const string WhoWaits = """
            select a.pid || ' ' || a.xact_start from pg_locks l join pg_stat_activity a using (pid) where l.relation = 'tallies'::regclass and not l.granted
            """;
        var committed = 1;
        var writer = await StartAsync();
        await using (await Database.LockAsync("tallies"))
        {
            await BeginAsync(writer);
            object? waiting;
            do
            {
                // On a machine so busy that it gave up its wait for the lock meanwhile, the commit has brought it here again.
                waiting = await Database.ScalarAsync(WhoWaits);
                await writer.CommitAsync(Requests.Post($"b{committed++}", 9));
                committed.ShouldBeLessThan(20);
            }
            while (waiting is null || !waiting.Equals(await Database.ScalarAsync(WhoWaits)));
            (await Database.ScalarAsync("select merged_until from partitions")).ShouldBe(0L);
            await ShouldBeSoundAsync(responses: committed);
        }

        await writer.CommitAsync(Requests.Post("c", 9));
        await UntilAsync("select count(*) from partitions where merged_until > 0", 1);
        await ShouldBeSoundAsync(responses: committed + 1);
    }

    [SkippableFact]
    public async Task TakingAway_WhileMerged_WaitsAndFindsIt()
    {
        var writer = await StartAsync();
        Task taking;
        await using (await Database.LockAsync("tallies"))
        {
            await BeginAsync(writer);
            taking = writer.CommitAsync(Requests.Delete("a"));
        }

        await taking;

        await ShouldBeSoundAsync(responses: 0);
        (await SumAsync(StoredKey.TenantId)).ShouldBe(default(Tally));
    }

    [SkippableFact]
    public async Task StartPartition_WhileMergedByTheOwnerBefore_CountsNothingTwice()
    {
        // Were the tallies new, the second of two would fail for that alone.
        await (await StartAsync()).CommitAsync(Requests.Post("before", 9));
        await UntilAsync("select max(merged_until) from partitions", 1);
        await Store.DisposeAsync();
        var committed = 0;
        await using (var formers = await JoinAsync())
        await using (var owners = await JoinAsync())
        {
            var former = await PartitionWriter.StartAsync(formers, Acme);
            await using (await Database.LockAsync("tallies"))
            {
                await BeginAsync(former);
                var owner = await PartitionWriter.StartAsync(owners, Acme);
                var taken = (DateTime)(await Database.ScalarAsync("select clock_timestamp()"))!;

                // It gives up after two seconds, as everything that waits for a lock does, until the next commit.
                do
                    await owner.CommitAsync(Requests.Post($"b{committed++}", 9));
                while (!await IsSeenAsync($"{Waiting} and pid in (select pid from pg_stat_activity where xact_start > '{taken:O}')", 1) && committed < 20);
                committed.ShouldBeLessThan(20);
            }

            await Should.ThrowAsync<FencedException>(() => former.CommitAsync(Requests.Post("c", 9)));
            await UntilAsync("select count(*) from partitions where merged_until > 1", 1);
        }

        await ReopenAsync();
        await ShouldBeSoundAsync(responses: 2 + committed);
    }

    [SkippableFact]
    public async Task Merge_SessionDied_TheNextCommitBringsItUpAgain()
    {
        var writer = await StartAsync();
        await using (await Database.LockAsync("tallies"))
        {
            await BeginAsync(writer);
            await Database.ExecuteAsync("select pg_terminate_backend(pid) from pg_locks where relation = 'tallies'::regclass and not granted");
            await UntilAsync(Waiting, 0);
        }

        (await Database.ScalarAsync("select merged_until from partitions")).ShouldBe(0L);
        await writer.CommitAsync(Requests.Post("b", 9));
        await UntilAsync("select merged_until from partitions", 2);
        await ShouldBeSoundAsync(responses: 2);
    }

    [SkippableFact]
    public async Task Merge_WhileOthersSend_RestsAfterEachShortStretch()
    {
        var writer = await StartAsync();
        await using (await Database.LockAsync("tallies"))
        {
            _pace.Share();
            await writer.CommitAsync([.. Enumerable.Range(0, 500).Select(index => Requests.Post($"r{index}", 9, Requests.Now.AddHours(-index)))]);
            await UntilAsync(Waiting, 1);
        }

        var more = await CommitUntilSeenAsync(writer, Resting, 1);
        await UntilAsync("select count(*) from partitions where merged_until > 0", 1);
        await ShouldBeSoundAsync(responses: 500 + more);
    }

    [SkippableFact]
    public async Task Commit_ChangesThatCannotBeRead_FailsUntilTheyCan()
    {
        var writer = await StartAsync();
        await using (await Database.LockAsync("tallies"))
        {
            await BeginAsync(writer);
            await Database.ExecuteAsync("create table kept as select head, changes from commits");
            await Database.ExecuteAsync("update commits set changes = '\\xffffffffffffffffffffffffffff'");
            await Database.ExecuteAsync("select pg_terminate_backend(pid) from pg_locks where relation = 'tallies'::regclass and not granted");
            await UntilAsync(Waiting, 0);
        }

        var committed = await CommitUntilAsync<InvalidOperationException>(writer, "can't be merged");
        await Should.ThrowAsync<InvalidOperationException>(() => writer.CommitAsync(Requests.Post("c", 9)));

        await Database.ExecuteAsync("update commits set changes = kept.changes from kept where kept.head = commits.head");
        await writer.CommitAsync(Requests.Post("d", 9));
        await UntilAsync("select count(*) from partitions where merged_until > 0", 1);
        await ShouldBeSoundAsync(responses: committed + 2);
    }

    [SkippableFact]
    public async Task Dispose_WhileMerged_EndsItAndAsOftenAsOneLikes()
    {
        var writer = await StartAsync();
        await using (await Database.LockAsync("tallies"))
        {
            await BeginAsync(writer);
            await Store.DisposeAsync();
            await Store.DisposeAsync();
        }

        await ReopenAsync();
        await ShouldBeSoundAsync(responses: 1);
    }

    /// <summary>Commits something, and waits until the transaction that merges it is held up.</summary>
    private async Task BeginAsync(PartitionWriter writer)
    {
        await writer.CommitAsync(Requests.Post("a", 9));
        await UntilAsync(Waiting, 1);
    }

    /// <summary>
    /// Waits until something is seen. On a machine so busy that whoever merges gave up the wait for a lock, the next commit brings it here again.
    /// </summary>
    /// <returns>How many were committed for that.</returns>
    private async Task<int> CommitUntilSeenAsync(PartitionWriter writer, string query, long wanted)
    {
        var more = 0;
        for (; !await IsSeenAsync(query, wanted); more++)
        {
            more.ShouldBeLessThan(30, query);
            await writer.CommitAsync(Requests.Post($"more{more}", 9));
        }

        return more;
    }

    /// <summary>Commits responses until that fails as it should.</summary>
    /// <returns>How many were committed.</returns>
    private static async Task<int> CommitUntilAsync<TFailure>(PartitionWriter writer, string message)
        where TFailure : Exception
    {
        for (var committed = 0; committed < 500; committed++)
        {
            try
            {
                await writer.CommitAsync(Requests.Post($"b{committed}", 9));
            }
            catch (TFailure failure)
            {
                failure.Message.ShouldContain(message);
                return committed;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        throw new TimeoutException("It went on and on.");
    }

    /// <summary>Another store on the same database, as the members of a cluster have them.</summary>
    private async Task<IResponseStore> JoinAsync()
    {
        var store = Database.ConnectMember();
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private async Task UntilAsync(string query, long wanted) => await LookAsync(query, wanted, TimeSpan.FromSeconds(60));

    private async Task<bool> IsSeenAsync(string query, long wanted)
    {
        try
        {
            await LookAsync(query, wanted, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Asks again and again until the answer is the wanted one.</summary>
    private async Task LookAsync(string query, long wanted, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (await Database.ScalarAsync(query) is var found && !wanted.Equals(found))
        {
            if (Stopwatch.GetElapsedTime(began) > patience)
                throw new TimeoutException($"'{query}' says {found} and not {wanted}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
