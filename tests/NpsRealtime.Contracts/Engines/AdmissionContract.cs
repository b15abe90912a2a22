using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Contracts.Engines;

/// <summary>Waiting is bounded: senders are refused or wait, and one tenant's flood leaves room for another.</summary>
public abstract class AdmissionContract<TWorld> : EngineContract<TWorld>
    where TWorld : IEngineWorld, new()
{
    private const int RequestBytes = 512;

    public override Task InitializeAsync()
    {
        Options.WaitingBytesMax = 20 * RequestBytes;
        return base.InitializeAsync();
    }

    [SkippableFact]
    public async Task Ingest_NoRoom_IsRefusedAtOnceAndWorksLater()
    {
        // Alone, whatever its size, a batch gets in; nothing could ever send it otherwise.
        var large = await FloodAsync(Acme, "large", 4_000);

        var refused = await OneAsync(Acme, "small");

        refused.Committed.IsCompletedSuccessfully.ShouldBeTrue();
        (await refused.Committed)[0].Status.ShouldBe(ResponseStatus.Overloaded);
        (await large.Committed).ShouldAllBe(outcome => outcome.Status == ResponseStatus.Accepted);
        (await (await OneAsync(Acme, "small")).Committed)[0].Status.ShouldBe(ResponseStatus.Accepted);
        await ShouldBeSoundAsync(responses: 4_001);
    }

    [SkippableFact]
    public async Task Ingest_OneTenantFloods_AnotherFindsRoom()
    {
        var other = await PutAsync("other");
        var flood = new List<Task<ResponseOutcome[]>>();
        var isRefused = false;
        for (var index = 0; index < 20_000 && !isRefused; index++)
        {
            flood.Add((await OneAsync(Acme, $"flood-{index}")).Committed);
            isRefused = flood[^1].IsCompleted && (await flood[^1])[0].Status == ResponseStatus.Overloaded;
        }

        var theirs = await OneAsync(other, "a");

        isRefused.ShouldBeTrue();
        (await theirs.Committed)[0].Status.ShouldBe(ResponseStatus.Accepted);
        var accepted = (await Task.WhenAll(flood)).Count(outcomes => outcomes[0].Status == ResponseStatus.Accepted);
        await ShouldBeSoundAsync(accepted);
    }

    [SkippableFact]
    public async Task Ingest_WaitForRoom_EverythingGetsIn()
    {
        var senders = Enumerable.Range(0, 6).Select(sender => Task.Run(async () =>
        {
            for (var index = 0; index < 60; index++)
                await AcceptAsync(Requests.Post($"{sender}-{index}-a", 9), Requests.Post($"{sender}-{index}-b", 9));
        }));

        await Task.WhenAll(senders);

        await ShouldBeSoundAsync(responses: 720);
    }

    [SkippableFact]
    public async Task Ingest_GivesUpWaiting_IsNotTakenAndHoldsNoRoom()
    {
        var large = await FloodAsync(Acme, "large", 4_000);
        using var givingUp = new CancellationTokenSource();

        var waiting = Engine.IngestAsync(Acme, [Requests.Post("given-up", 9)], Admission.WaitForRoom, givingUp.Token).AsTask();
        await givingUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        (await large.Committed).Length.ShouldBe(4_000);
        await AcceptAsync(Requests.Post("given-up", 9));
        await ShouldBeSoundAsync(responses: 4_001);
    }

    private async Task<Admitted> FloodAsync(Tenant tenant, string name, int count) => await Engine.IngestAsync(
        tenant,
        [.. Enumerable.Range(0, count).Select(index => Requests.Post($"{name}-{index}", 9))],
        Admission.WaitForRoom,
        CancellationToken.None);

    private async Task<Admitted> OneAsync(Tenant tenant, string id) =>
        await Engine.IngestAsync(tenant, [Requests.Post(id, 9)], Admission.RefuseWhenFull, CancellationToken.None);
}
