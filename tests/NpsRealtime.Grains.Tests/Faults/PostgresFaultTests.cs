using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Testing;

namespace NpsRealtime.Grains.Tests.Faults;

/// <summary>What goes wrong with a database under load. Whatever it is: senders are told, it recovers by itself, the recount is clean.</summary>
public sealed class PostgresFaultTests
{
    [SkippableTheory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task Load_DatabaseStoppedAndStarted_GoesOnByItself(string mode)
    {
        await using var world = await FaultWorld.StartAsync();
        await using var load = new SteadyLoad(world.Engine, world.Acme);
        await load.AdvanceAsync();

        await world.Server.StopAsync(mode);
        await load.ToldAsync(ResponseStatus.Unavailable);
        world.Engine.State.StoreReachable.ShouldBeFalse();
        await world.Server.StartAgainAsync();

        await load.AdvanceAsync();
        await load.EndAsync();
        await world.ShouldBeSoundAsync(load.Stored);
        world.Engine.State.StoreReachable.ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Load_SessionsTerminatedAgainAndAgain_LosesNothing()
    {
        await using var world = await FaultWorld.StartAsync();
        await using var load = new SteadyLoad(world.Engine, world.Acme);
        for (var round = 0; round < 25; round++)
        {
            await load.AdvanceAsync(50);
            await world.Server.ExecuteAsync("nps", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'nps' and state <> 'idle'");
        }

        await load.AdvanceAsync();
        await load.EndAsync();
        await world.ShouldBeSoundAsync(load.Stored);
    }

    [SkippableTheory]
    [InlineData(1, "INSERT 0 ")]
    [InlineData(500, "COMMIT\0")]
    public async Task Commit_AnswerLost_IsFoundOutAndCountedOnce(int responses, string mark)
    {
        await using var world = await FaultWorld.StartAsync();
        await using var proxy = new LosingProxy(world.Server.Port);
        var engine = await world.StartEngineAsync(proxy.ConnectionString);
        await SendAsync(world, engine, "warm", responses);

        // An answer may be told in two pieces, and then the mark is not found: another is sent until one is lost.
        var sent = responses;
        for (var round = 0; proxy.Losses == 0 && round < 10; round++, sent += responses)
        {
            proxy.LoseAnswersWith(mark);
            var sending = SendAsync(world, engine, $"lost-{round}", responses);
            for (var attempt = 0; proxy.Losses == 0 && attempt < 500 && !sending.IsCompleted; attempt++)
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            proxy.LoseAnswersWith(null);
            (await sending).ShouldAllBe(outcome => outcome.Status == ResponseStatus.Accepted);
        }

        proxy.Losses.ShouldBeGreaterThan(0);
        await world.ShouldBeSoundAsync(sent, engine);
    }

    [SkippableFact]
    public async Task Load_TooManyConnections_RecoversWhenThereAreFewer()
    {
        await using var world = await FaultWorld.StartAsync();
        await using var load = new SteadyLoad(world.Engine, world.Acme);
        await load.AdvanceAsync();

        await world.Server.ExecuteAsync("nps", "alter role nps connection limit 0");
        await world.Server.ExecuteAsync("nps", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'nps'");
        await load.ToldAsync(ResponseStatus.Unavailable);
        await world.Server.ExecuteAsync("nps", "alter role nps connection limit -1");

        await load.AdvanceAsync();
        await load.EndAsync();
        await world.ShouldBeSoundAsync(load.Stored);
    }

    [SkippableTheory]
    [InlineData("40001")]
    [InlineData("40P01")]
    public async Task Commit_RolledBackForAnotherTransactionsSake_IsRepeated(string code)
    {
        await using var world = await FaultWorld.StartAsync();
        await SendAsync(world, world.Engine, "warm", 1);

        // A sequence does not roll back, so the fault happens twice and then no more.
        await world.Server.ExecuteAsync("nps", $"""
            create sequence nps.faults;
            grant all on sequence nps.faults to nps;
            create function nps.fail() returns trigger language plpgsql as $$
            begin
                if nextval('nps.faults') <= 2 then raise exception using errcode = '{code}'; end if;
                return null;
            end $$;
            create trigger fail after insert on nps.responses for each statement execute function nps.fail();
            """);

        (await SendAsync(world, world.Engine, "small", 2)).ShouldAllBe(outcome => outcome.Status == ResponseStatus.Accepted);
        await world.Server.ExecuteAsync("nps", "alter sequence nps.faults restart");
        (await SendAsync(world, world.Engine, "copied", 600)).ShouldAllBe(outcome => outcome.Status == ResponseStatus.Accepted);
        await world.ShouldBeSoundAsync(603);
    }

    [SkippableFact]
    public async Task Commit_ContentThatTheDatabaseRefuses_StopsNobodyElse()
    {
        await using var world = await FaultWorld.StartAsync();
        await world.Server.ExecuteAsync("nps", "alter table nps.responses add constraint poison check (comment <> 'poison')");
        var requests = Enumerable.Range(0, 700).Select(index => Requests.Post($"r-{index}", 9, comment: index is 3 or 612 ? "poison" : "fine")).ToList();

        var outcomes = await (await world.Engine.IngestAsync(world.Acme, requests, Admission.WaitForRoom, CancellationToken.None)).Committed;

        outcomes.Count(outcome => outcome.Status == ResponseStatus.Accepted).ShouldBe(698);
        outcomes[3].Status.ShouldBe(ResponseStatus.Refused);
        outcomes[612].Status.ShouldBe(ResponseStatus.Refused);
        await world.ShouldBeSoundAsync(698);
    }

    [SkippableFact]
    public async Task Load_DatabasePutBackToAnOlderState_CountsWhatIsThere()
    {
        await using var world = await FaultWorld.StartAsync();
        await using var load = new SteadyLoad(world.Engine, world.Acme);
        await load.AdvanceAsync();
        var backup = world.Server.DataFolder + "-backup";
        await world.Server.RunProgramAsync("pg_basebackup", "-h", "127.0.0.1", "-p", $"{world.Server.Port}", "-U", "postgres", "-D", backup, "-c", "fast");
        await load.AdvanceAsync();
        (await SendAsync(world, world.Engine, "born-later", 5, channel: "A new channel")).ShouldAllBe(outcome => outcome.Status == ResponseStatus.Accepted);

        await world.Server.StopAsync("immediate");
        Directory.Delete(world.Server.DataFolder, recursive: true);
        Directory.Move(backup, world.Server.DataFolder);
        await world.Server.StartAgainAsync();

        await load.AdvanceAsync();
        (await SendAsync(world, world.Engine, "other", 5, channel: "Another channel")).ShouldAllBe(outcome => outcome.Status == ResponseStatus.Accepted);
        await load.EndAsync();
        await world.ShouldBeSoundAsync(null);

        // The number of the key that is gone was given to another one, under which nothing else is counted.
        var shown = await world.Engine.ReadAsync(
            world.Acme, Scoring.Keys.ScoreKey.Channel(Requests.SlugOf("another channel")), new Scoring.Windows.AllWindow(), null, CancellationToken.None);
        shown.Counts.Total.ShouldBe(5);
    }

    [SkippableFact]
    public async Task Load_TwoProcessesBelieveTheyOwnThePartition_NoResponseIsLostOrCountedTwice()
    {
        await using var world = await FaultWorld.StartAsync();
        var other = await world.StartEngineAsync();
        await using var first = new SteadyLoad(world.Engine, world.Acme, "first");
        await using var second = new SteadyLoad(other, world.Acme, "second");

        await first.AdvanceAsync(600);
        await second.AdvanceAsync(600);

        await first.EndAsync();
        await second.EndAsync();
        await world.ShouldBeSoundAsync(first.Stored + second.Stored);
        await world.ShouldBeSoundAsync(first.Stored + second.Stored, other);
    }

    private static async Task<ResponseOutcome[]> SendAsync(
        FaultWorld world, IScoreEngine engine, string name, int count, string channel = "web")
    {
        var requests = Enumerable.Range(0, count).Select(index => Requests.Post($"{name}-{index}", index % 11, channel: channel)).ToList();
        return await (await engine.IngestAsync(world.Acme, requests, Admission.WaitForRoom, CancellationToken.None)).Committed
            .WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }
}
