using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Stores;

/// <summary>Writes to one partition the way a committer does, a step at a time, so that a test can come between the steps.</summary>
public sealed class PartitionWriter(IResponseStore store, Tenant tenant, TenantKeys keys, int partition = 0)
{
    public PartitionAddress Address { get; } = new(tenant.Id, partition);

    /// <summary>What the writer believes.</summary>
    public PartitionState State { get; set; } = new(default, 0, Minute.First);

    public TenantKeys Keys { get; } = keys;

    /// <summary>A writer that owns the partition.</summary>
    public static async Task<PartitionWriter> StartAsync(IResponseStore store, Tenant tenant, int partition = 0, Minute? downsampledUntil = null)
    {
        var writer = new PartitionWriter(store, tenant, new TenantKeys(tenant, store, new ScoringOptions()), partition);
        await writer.TakeOverAsync(downsampledUntil);
        return writer;
    }

    /// <summary>Starts the partition under a new activation.</summary>
    public async Task TakeOverAsync(Minute? downsampledUntil = null) => State = await store.StartPartitionAsync(
        Address, Guid.NewGuid(), downsampledUntil ?? Minute.DownsamplingLine(Requests.Now), CancellationToken.None);

    /// <summary>What requests become, given what is stored.</summary>
    public async Task<(GroupDecision Decision, GroupWrite Write)> DecideAsync(params ResponseRequest[] requests)
    {
        foreach (var request in requests)
            request.Prepare(tenant);
        var keyIds = await Keys.ResolveAsync(requests, CancellationToken.None);
        var existing = await store.ReadResponsesAsync(
            [new GroupRead(Address, requests.Select(request => request.IdHash).ToHashSet())], CancellationToken.None);
        var decision = GroupDecision.Of(requests, keyIds, existing[0]);
        return (decision, decision.Write(Address, State.Activation, State.Head, State.DownsampledUntil, Keys.OriginalsOf));
    }

    /// <summary>Only what would be written.</summary>
    public async Task<GroupWrite> WriteOfAsync(params ResponseRequest[] requests) => (await DecideAsync(requests)).Write;

    /// <summary>Decides and commits; returns what became of each request.</summary>
    public async Task<IReadOnlyList<ResponseStatus>> CommitAsync(params ResponseRequest[] requests)
    {
        var (decision, write) = await DecideAsync(requests);
        await store.CommitAsync([write], CancellationToken.None);
        Committed();
        return decision.Statuses;
    }

    /// <summary>A commit went through: the head is one more.</summary>
    public void Committed() => State = State with { Head = State.Head + 1 };

    /// <summary>Downsamples everything before a minute.</summary>
    public async Task DownsampleAsync(Minute until)
    {
        await store.DownsampleAsync(new Downsampling(Address, State.Activation, State.Head, until), CancellationToken.None);
        State = State with { Head = State.Head + 1, DownsampledUntil = until };
    }
}
