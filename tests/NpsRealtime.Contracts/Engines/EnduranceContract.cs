using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Contracts.Engines;

/// <summary>An engine's life: stops, starts, the downsampling, and many senders on the same ids.</summary>
public abstract class EnduranceContract<TWorld> : EngineContract<TWorld>
    where TWorld : IEngineWorld, new()
{
    private static readonly TimeSpan HammeringTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DownsamplingMax = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public async Task Stop_WithWorkAdmitted_CommitsAllOfIt()
    {
        var committed = new List<Task<ResponseOutcome[]>>();
        for (var index = 0; index < 300; index++)
        {
            var requests = Enumerable.Range(0, 3).Select(part => Requests.Post($"{index}-{part}", 9)).ToArray();
            committed.Add((await Engine.IngestAsync(Acme, requests, Admission.WaitForRoom, CancellationToken.None)).Committed);
        }

        await RestartAsync();

        (await Task.WhenAll(committed)).ShouldAllBe(outcomes => outcomes.All(outcome => outcome.Status == ResponseStatus.Accepted));
        await ShouldBeSoundAsync(responses: 900);
    }

    [SkippableFact]
    public async Task Restart_SameDatabase_SameScores()
    {
        await AcceptAsync([.. Enumerable.Range(0, 500).Select(index => Requests.Post(
            $"r-{index}", index % 11, Requests.Now.AddMinutes(-index * 13), $"c{index % 3}", comment: $"comment {index}"))]);
        await SendAsync(Requests.Put("r-1", 10), Requests.Delete("r-2"));
        var before = new List<ScoreSnapshot>();
        foreach (var score in await ListAsync(kind: null))
            before.Add(await ReadAsync(score.Key));

        await RestartAsync();

        foreach (var score in before)
            (await ReadAsync(score.Key)).Counts.ByScore.ShouldBe(score.Counts.ByScore, score.Key);
        (await SendAsync(Requests.Post("r-2", 2)))[0].Status.ShouldBe(ResponseStatus.Gone);
        await ShouldBeSoundAsync(responses: 499);
    }

    [SkippableFact]
    public async Task Downsampling_AfterThreeDays_ChangesNoScore()
    {
        using var watcher = Watch("tenant", "all");
        await AcceptAsync([.. Enumerable.Range(0, 400).Select(index => Requests.Post($"r-{index}", index % 11, Requests.Now.AddMinutes(-index)))]);
        await watcher.ShowsTotalAsync(400);
        var head = await CorrectAsync(score: 1);

        Clock.Advance(TimeSpan.FromDays(3));
        await DownsampledAsync(head);
        var outcomes = await SendAsync(
            Requests.Put("r-7", 10, Requests.Now.AddDays(3)),
            Requests.Delete("r-8"),
            Requests.Post("late", 0, Requests.Now.AddMinutes(-33)),
            Requests.Put("r-9", 0, isStamped: true));

        outcomes.Select(outcome => outcome.Status).ShouldBe(
            [ResponseStatus.Corrected, ResponseStatus.Erased, ResponseStatus.Accepted, ResponseStatus.Corrected]);
        var snapshot = await ReadAsync("tenant", "all", PositionOf(outcomes));
        snapshot.Counts.Total.ShouldBe(400);
        (await watcher.ShowsAsync(shown => shown.Counts.ByScore.SequenceEqual(snapshot.Counts.ByScore))).Counts.Total.ShouldBe(400);
        await ShouldBeSoundAsync(responses: 400);
        await RestartAsync();
        (await ReadAsync("tenant", "all")).Counts.ByScore.ShouldBe(snapshot.Counts.ByScore);
        await ShouldBeSoundAsync(responses: 400);
    }

    [SkippableFact]
    public Task Senders_HammerTheSameIds_ScoresEqualTheRecount() => Seeded.RunAsync(async seed =>
    {
        using var tenant = Watch("tenant", "all");
        using var channel = Watch("channel/c1", "all");
        var until = TimeProvider.System.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            var random = new Random(unchecked(seed + sender));
            while (TimeProvider.System.GetElapsedTime(until) < HammeringTime)
                await HammerAsync(random);
        })));

        await ShouldBeSoundAsync();
        var recount = Recount.Of(await ExportAsync());
        recount.ShouldNotBeEmpty();
        await tenant.ShowsAsync(shown => shown.Counts.ByScore.SequenceEqual(recount.GetValueOrDefault("tenant", new long[11])));
        await channel.ShowsAsync(shown => shown.Counts.ByScore.SequenceEqual(recount.GetValueOrDefault("channel/c1", new long[11])));
        foreach (var (key, counts) in recount)
            (await ReadAsync(key, "all")).Counts.ByScore.ShouldBe(counts, key);
    });

    /// <summary>Corrects one response, which moves its partition's head by one. Returns the head.</summary>
    private async Task<long> CorrectAsync(int score)
    {
        var outcome = (await SendAsync(Requests.Put("r-0", score, isStamped: true))).ShouldHaveSingleItem();
        outcome.Status.ShouldBe(ResponseStatus.Corrected);
        return outcome.Head;
    }

    /// <summary>Waits until the partition's head has moved once more than by the corrections sent here: that is a downsampling, and nothing else.</summary>
    private async Task DownsampledAsync(long head)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var score = 2; TimeProvider.System.GetElapsedTime(began) < DownsamplingMax; score = score == 2 ? 1 : 2)
        {
            var next = await CorrectAsync(score);
            if (next > head + 1)
                return;
            head = next;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        Assert.Fail($"Nothing was downsampled in {DownsamplingMax.TotalSeconds} s.");
    }

    private async Task HammerAsync(Random random)
    {
        var requests = new ResponseRequest[random.Next(1, 12)];
        for (var index = 0; index < requests.Length; index++)
        {
            var id = $"r-{random.Next(100)}";
            var at = Requests.Now.AddMinutes(-random.Next(5_000));
            requests[index] = random.Next(20) switch
            {
                // Some only: within seconds nothing would be left to be counted.
                0 => Requests.Delete($"r-{random.Next(30)}"),
                < 9 => Requests.Put(id, random.Next(11), at, $"c{random.Next(3)}", $"t{random.Next(3)}", isStamped: random.Next(3) == 0),
                _ => Requests.Post(id, random.Next(11), at, $"c{random.Next(3)}", $"t{random.Next(3)}", segments: [("agent", $"a{random.Next(4)}")]),
            };
        }

        (await SendAsync(requests)).ShouldAllBe(outcome =>
            outcome.Status != ResponseStatus.Unavailable && outcome.Status != ResponseStatus.Refused && outcome.Status != ResponseStatus.Overloaded);
    }
}
