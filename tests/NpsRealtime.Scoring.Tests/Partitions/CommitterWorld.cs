using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Tests.Support;

namespace NpsRealtime.Scoring.Tests.Partitions;

/// <summary>A committer on a scripted store, with a few partitions; what is sent before it runs is committed together.</summary>
internal sealed class CommitterWorld : NoScoringLog, IAsyncDisposable
{
    private readonly Tenant _tenant = new(1, "acme", "acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], partitions: 3);
    private readonly Committer _committer;
    private Task? _running;

    public CommitterWorld(ScoringOptions? options = null, TimeProvider? clock = null)
    {
        options ??= new ScoringOptions();
        var time = clock ?? new HastyTime(Requests.Now);
        var keys = new TenantKeys(_tenant, Store, options);
        _committer = new Committer(Store, options, time, this);
        Partitions = [.. Enumerable.Range(0, 3).Select(index =>
            new ResponsePartition(new PartitionAddress(_tenant.Id, index), keys, Store, options, time, this))];
    }

    public ScriptedStore Store { get; } = new();

    public ResponsePartition[] Partitions { get; }

    public int FencesLost { get; private set; }

    public int Refused { get; private set; }

    /// <summary>How often an operator was told that the store is away, and that it is back.</summary>
    public (int Away, int Back) Told { get; private set; }

    public int OutcomesUnknown { get; private set; }

    public string? StoreFault => _committer.StoreFault;

    public List<Exception> UnforeseenFailures { get; } = [];

    /// <summary>Hands requests to a partition; completes when each has its outcome.</summary>
    public Task<ResponseOutcome[]> Send(int partition, params ResponseRequest[] requests) => Send(partition, until: null, requests);

    /// <summary>The same, not to be carried out after a time.</summary>
    public Task<ResponseOutcome[]> Send(int partition, DateTimeOffset? until, params ResponseRequest[] requests)
    {
        foreach (var request in requests)
            request.Prepare(_tenant);
        var batch = new WaitingBatch(requests, until);
        if (Partitions[partition].Enqueue(batch))
            _committer.Ready(Partitions[partition]);
        return batch.Done;
    }

    /// <summary>Lets the committer run, and waits for what was sent.</summary>
    public async Task<ResponseStatus[][]> CommitAsync(params Task<ResponseOutcome[]>[] sent)
    {
        _running ??= _committer.RunAsync();
        var outcomes = await Task.WhenAll(sent).WaitAsync(TimeSpan.FromSeconds(20));
        return Array.ConvertAll(outcomes, some => Array.ConvertAll(some, outcome => outcome.Status));
    }

    public void Complete() => _committer.Complete();

    /// <summary>The ids that are stored and not erased.</summary>
    public bool IsStored(string id) =>
        Store.Database.Responses.TryGetValue(IdHash.Of(_tenant, id), out var row) && !row.State.IsErased;

    public override void FenceLost(PartitionAddress partition) => FencesLost++;

    public override void StoreAway(Exception failure) => Told = (Told.Away + 1, Told.Back);

    public override void StoreBack(TimeSpan after) => Told = (Told.Away, Told.Back + 1);

    public override void OutcomeUnknown(int groups, Exception failure) => OutcomesUnknown++;

    public override void ResponseRefused(PartitionAddress partition, Exception failure) => Refused++;

    public override void Unforeseen(string where, Exception failure) => UnforeseenFailures.Add(failure);

    public async ValueTask DisposeAsync()
    {
        Complete();
        await (_running ?? Task.CompletedTask).WaitAsync(TimeSpan.FromSeconds(20));
    }
}
