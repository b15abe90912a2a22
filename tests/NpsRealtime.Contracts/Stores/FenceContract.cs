using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Stores;

/// <summary>Partitions: who starts one owns it, and nobody else's transaction leaves a trace.</summary>
public abstract class FenceContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    [SkippableFact]
    public async Task StartPartition_New_BeginsAtHeadZeroWithTheLineGiven()
    {
        var activation = Guid.NewGuid();

        var state = await Store.StartPartitionAsync(new PartitionAddress(Acme.Id, 0), activation, new Minute(29_000_010), CancellationToken.None);

        state.ShouldBe(new PartitionState(activation, 0, new Minute(29_000_010)));
        (await LookAsync(0)).ShouldBe(state);
    }

    [SkippableFact]
    public async Task StartPartition_Known_KeepsHeadAndLine()
    {
        var writer = await StartAsync(downsampledUntil: new Minute(29_000_010));
        await writer.CommitAsync(Requests.Post("a", 9));
        var activation = Guid.NewGuid();

        var state = await Store.StartPartitionAsync(writer.Address, activation, new Minute(29_999_985), CancellationToken.None);

        state.ShouldBe(new PartitionState(activation, 1, new Minute(29_000_010)));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Look_NeverStarted_IsNobodysAtHeadZero(bool wait)
    {
        var state = await Store.LookAsync(new PartitionAddress(Acme.Id, 3), wait, CancellationToken.None);

        state.Activation.ShouldBe(default);
        state.Head.ShouldBe(0);
    }

    [SkippableFact]
    public async Task Look_AfterCommits_KnowsTheHead()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9));
        await writer.CommitAsync(Requests.Post("b", 9));

        (await LookAsync(0)).ShouldBe(writer.State);
        await ReopenAsync();
        (await LookAsync(0)).ShouldBe(writer.State);
    }

    [SkippableFact]
    public async Task Commit_AfterAnotherActivation_IsFenced()
    {
        var former = await StartAsync();
        await former.CommitAsync(Requests.Post("a", 9));
        var write = await former.WriteOfAsync(Requests.Post("b", 3), Requests.Delete("a"));
        var present = await StartAsync();

        var fenced = await Should.ThrowAsync<FencedException>(() => Store.CommitAsync([write], CancellationToken.None));

        fenced.Partition.ShouldBe(former.Address);
        (await LookAsync(0)).ShouldBe(present.State);
        await ShouldBeSoundAsync(responses: 1);
        (await ExportAsync()).ShouldHaveSingleItem().IsErased.ShouldBeFalse();
    }

    [SkippableTheory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Commit_AtAnotherHead_IsFenced(int difference)
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9));
        var write = await writer.WriteOfAsync(Requests.Post("b", 3));

        await Should.ThrowAsync<FencedException>(
            () => Store.CommitAsync([write with { Head = write.Head + difference }], CancellationToken.None));

        (await LookAsync(0)).ShouldBe(writer.State);
        await ShouldBeSoundAsync(responses: 1);
    }

    [SkippableFact]
    public async Task Commit_TheSameGroupTwice_IsFenced()
    {
        var writer = await StartAsync();
        var write = await writer.WriteOfAsync(Requests.Post("a", 9));
        await Store.CommitAsync([write], CancellationToken.None);

        await Should.ThrowAsync<FencedException>(() => Store.CommitAsync([write], CancellationToken.None));

        await ShouldBeSoundAsync(responses: 1);
    }

    [SkippableFact]
    public async Task Commit_ToAPartitionNeverStarted_IsFenced()
    {
        var stranger = new PartitionWriter(Store, Acme, (await StartAsync()).Keys, partition: 2);
        var write = await stranger.WriteOfAsync(Requests.Post("a", 9));

        await Should.ThrowAsync<FencedException>(() => Store.CommitAsync([write], CancellationToken.None));

        await ShouldBeSoundAsync(responses: 0);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Commit_OneOfSeveralFenced_WritesNothingOfAny(int lost)
    {
        var writers = new[] { await StartAsync(0), await StartAsync(1), await StartAsync(2) };
        var writes = new List<GroupWrite>();
        foreach (var writer in writers)
            writes.Add(await writer.WriteOfAsync(Requests.Post($"p{writer.Address.Partition}", 8)));
        await StartAsync(lost);

        var fenced = await Should.ThrowAsync<FencedException>(() => Store.CommitAsync(writes, CancellationToken.None));

        fenced.Partition.ShouldBe(writers[lost].Address);
        foreach (var writer in writers)
            (await LookAsync(writer.Address.Partition)).Head.ShouldBe(0);
        (await ExportAsync()).ShouldBeEmpty();
        await ShouldBeSoundAsync(responses: 0);
    }

    [SkippableFact]
    public async Task Commit_GroupsOfSeveralPartitionsAndTenants_AllAdvance()
    {
        var other = await PutAsync("other");
        var writers = new[] { await StartAsync(0), await StartAsync(3), await PartitionWriter.StartAsync(Store, other) };
        var writes = new List<GroupWrite>();
        foreach (var writer in writers)
            writes.Add(await writer.WriteOfAsync(Requests.Post("same-id", 8), Requests.Post($"p{writer.Address.Partition}", 2)));

        // The same id in two partitions of a tenant can't come from the router, so it stays in one of them here.
        writes[1] = await writers[1].WriteOfAsync(Requests.Post("p3", 2));
        await Store.CommitAsync(writes, CancellationToken.None);

        foreach (var writer in writers)
            (await Store.LookAsync(writer.Address, wait: true, CancellationToken.None)).Head.ShouldBe(1);
        await ShouldBeSoundAsync(responses: 3);
        await ShouldBeSoundAsync(responses: 2, other);
    }

    [SkippableFact]
    public async Task Commit_TwoOwnersRace_EveryCommitIsOneOwners()
    {
        await StartAsync();
        var accepted = 0;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(owner => Task.Run(() => OwnAsync(owner))));

        await ShouldBeSoundAsync(accepted);
        (await LookAsync(0)).Head.ShouldBe(accepted);

        async Task OwnAsync(int owner)
        {
            var writer = await StartAsync();
            for (var index = 0; index < 15; index++)
            {
                try
                {
                    (await writer.CommitAsync(Requests.Post($"{owner}-{index}", 9))).ShouldBe([ResponseStatus.Accepted]);
                    Interlocked.Increment(ref accepted);
                }
                catch (FencedException)
                {
                    await writer.TakeOverAsync();
                }
            }
        }
    }

    private Task<PartitionState> LookAsync(int partition) =>
        Store.LookAsync(new PartitionAddress(Acme.Id, partition), wait: true, CancellationToken.None);
}
