using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Contracts.Engines;

/// <summary>Sending: what each request becomes, one by one and in batches.</summary>
public abstract class IngestContract<TWorld> : EngineContract<TWorld>
    where TWorld : IEngineWorld, new()
{
    [SkippableFact]
    public async Task Ingest_NoRequests_IsDoneAtOnce() =>
        (await SendAsync()).ShouldBeEmpty();

    [SkippableFact]
    public async Task Ingest_OneByOne_EveryCaseOfTheContract()
    {
        (await StatusAsync(Requests.Post("a", 9))).ShouldBe(ResponseStatus.Accepted);
        (await StatusAsync(Requests.Post("a", 9))).ShouldBe(ResponseStatus.Duplicate);
        (await StatusAsync(Requests.Put("a", 9))).ShouldBe(ResponseStatus.Duplicate);
        (await StatusAsync(Requests.Post("a", 8))).ShouldBe(ResponseStatus.Conflict);
        (await StatusAsync(Requests.Put("a", 8))).ShouldBe(ResponseStatus.Corrected);
        (await StatusAsync(Requests.Post("a", 8))).ShouldBe(ResponseStatus.Duplicate);
        (await StatusAsync(Requests.Post("a", 9))).ShouldBe(ResponseStatus.Conflict);
        (await StatusAsync(Requests.Put("b", 3))).ShouldBe(ResponseStatus.Accepted);
        (await StatusAsync(Requests.Delete("a"))).ShouldBe(ResponseStatus.Erased);
        (await StatusAsync(Requests.Delete("a"))).ShouldBe(ResponseStatus.Erased);
        (await StatusAsync(Requests.Post("a", 8))).ShouldBe(ResponseStatus.Gone);
        (await StatusAsync(Requests.Put("a", 8))).ShouldBe(ResponseStatus.Gone);
        (await StatusAsync(Requests.Delete("never"))).ShouldBe(ResponseStatus.Erased);
        (await StatusAsync(Requests.Post("never", 8))).ShouldBe(ResponseStatus.Gone);
        await ShouldBeSoundAsync(responses: 1);
    }

    [SkippableFact]
    public async Task Ingest_VerbsOfOneIdInOneBatch_AreTakenInTheirOrder()
    {
        var outcomes = await SendAsync(
            Requests.Post("a", 1), Requests.Put("b", 7), Requests.Post("a", 1), Requests.Put("a", 5), Requests.Post("a", 1),
            Requests.Delete("a"), Requests.Delete("c"), Requests.Put("a", 9), Requests.Post("c", 4), Requests.Put("b", 10));

        outcomes.Select(outcome => outcome.Status).ShouldBe(
        [
            ResponseStatus.Accepted, ResponseStatus.Accepted, ResponseStatus.Duplicate, ResponseStatus.Corrected, ResponseStatus.Conflict,
            ResponseStatus.Erased, ResponseStatus.Erased, ResponseStatus.Gone, ResponseStatus.Gone, ResponseStatus.Corrected,
        ]);
        var snapshot = await ReadAsync("tenant", after: PositionOf(outcomes));
        snapshot.Counts.ByScore.ShouldBe([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        await ShouldBeSoundAsync(responses: 1);
    }

    [SkippableFact]
    public async Task Ingest_LargeBatch_AnswersInTheOrderOfTheRequests()
    {
        var requests = Enumerable.Range(0, 3_000).Select(index => Requests.Post($"r-{index % 2_000}", index < 2_000 ? 9 : index % 2 == 0 ? 9 : 8)).ToArray();

        var outcomes = await SendAsync(requests);

        for (var index = 0; index < requests.Length; index++)
        {
            var expected = index < 2_000 ? ResponseStatus.Accepted : index % 2 == 0 ? ResponseStatus.Duplicate : ResponseStatus.Conflict;
            outcomes[index].Status.ShouldBe(expected, index.ToString(System.Globalization.CultureInfo.InvariantCulture));
            outcomes[index].HasPosition.ShouldBeTrue();
        }

        outcomes.Select(outcome => outcome.Partition).Distinct().Count().ShouldBe(Acme.Partitions);
        await ShouldBeSoundAsync(responses: 2_000);
    }

    [SkippableFact]
    public async Task Ingest_PutWithoutTime_KeepsTheStoredTime()
    {
        var yesterday = Requests.Now.AddHours(-20);
        await AcceptAsync(Requests.Post("a", 2, yesterday));

        var outcomes = await SendAsync(Requests.Put("a", 10, isStamped: true));

        outcomes[0].Status.ShouldBe(ResponseStatus.Corrected);
        (await ReadAsync("tenant", "24h", PositionOf(outcomes))).Counts.Promoters.ShouldBe(1);
        (await ReadAsync("tenant", "8h")).Counts.Total.ShouldBe(0);
        (await ExportAsync()).ShouldHaveSingleItem().RespondedAt.ShouldBe(yesterday);
        (await StatusAsync(Requests.Put("a", 10, isStamped: true))).ShouldBe(ResponseStatus.Duplicate);
    }

    [SkippableFact]
    public async Task Ingest_PutWithAnotherTime_MovesTheResponse()
    {
        await AcceptAsync(Requests.Post("a", 10, Requests.Now.AddDays(-40)));

        var outcomes = await SendAsync(Requests.Put("a", 10, Requests.Now.AddMinutes(-3)));

        outcomes[0].Status.ShouldBe(ResponseStatus.Corrected);
        (await ReadAsync("tenant", "1h", PositionOf(outcomes))).Counts.Total.ShouldBe(1);
        (await ReadAsync("tenant", "all")).Counts.Total.ShouldBe(1);
        await ShouldBeSoundAsync(responses: 1);
    }

    [SkippableFact]
    public async Task Ingest_PutWithOtherNames_MovesBetweenScores()
    {
        await AcceptAsync(Requests.Post("a", 1, segments: [("agent", "a1")]));

        var outcomes = await SendAsync(Requests.Put("a", 9, channel: "phone", segments: [("agent", "a2"), ("team", "blue")]));

        var position = PositionOf(outcomes);
        (await ReadAsync("channel/web", after: position)).Counts.Total.ShouldBe(0);
        (await ReadAsync("segment/agent/a1", after: position)).Nps.ShouldBeNull();
        (await ReadAsync("channel/phone/touchpoint/checkout", after: position)).Nps.ShouldBe(100);
        (await ReadAsync("segment/team/blue", after: position)).Counts.Promoters.ShouldBe(1);
        await ShouldBeSoundAsync(responses: 1);
    }

    [SkippableFact]
    public async Task Ingest_TombstoneOfAnExport_RefusesTheIdForGood()
    {
        var idHash = IdHash.Of(Acme, "erased-elsewhere");

        var outcomes = await SendAsync(ResponseRequest.Erasure(idHash, Requests.Now.ToUnixTimeMilliseconds()));

        outcomes[0].Status.ShouldBe(ResponseStatus.Erased);
        (await StatusAsync(Requests.Post("erased-elsewhere", 9))).ShouldBe(ResponseStatus.Gone);
    }

    [SkippableFact]
    public async Task EraseCustomer_Several_ErasesEveryResponseOfThem()
    {
        await AcceptAsync([.. Enumerable.Range(0, 2_500).Select(index =>
            Requests.Post($"r-{index}", 9, customerId: index % 2 == 0 ? "them" : $"c-{index}"))]);

        (await Engine.EraseCustomerAsync(Acme, "them", CancellationToken.None)).ShouldBe(1_250);
        (await Engine.EraseCustomerAsync(Acme, "them", CancellationToken.None)).ShouldBe(0);

        (await StatusAsync(Requests.Post("r-0", 9))).ShouldBe(ResponseStatus.Gone);
        (await ExportAsync()).Count(row => row.IsErased).ShouldBe(1_250);
        await ShouldBeSoundAsync(responses: 1_250);
    }

    [SkippableFact]
    public async Task Ingest_SameIdsOfManyTenants_StayApart()
    {
        var tenants = await Task.WhenAll(Enumerable.Range(0, 40).Select(index => PutAsync($"tenant-{index}")));

        await Task.WhenAll(tenants.Select(async (tenant, index) =>
        {
            for (var request = 0; request < 5; request++)
                (await SendAsync(tenant, Requests.Post($"r-{request}", index % 11)))[0].Status.ShouldBe(ResponseStatus.Accepted);
        }));

        for (var index = 0; index < tenants.Length; index++)
        {
            (await ReadAsync("channel/web", "all", tenant: tenants[index])).Counts.ByScore[index % 11].ShouldBe(5);
            await ShouldBeSoundAsync(responses: 5, tenants[index]);
        }

        await ShouldBeSoundAsync(responses: 0);
    }

    private async Task<ResponseStatus> StatusAsync(ResponseRequest request)
    {
        var admitted = await Engine.IngestAsync(Acme, [request], Admission.RefuseWhenFull, CancellationToken.None);
        return (await admitted.Committed).ShouldHaveSingleItem().Status;
    }
}
