using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>One simulated process that believes it owns a partition: the real partition, committer and pump on a faulty connection.</summary>
internal sealed class Process
{
    private readonly FaultyConnection _connection;
    private readonly CancellationTokenSource _stopping = new();

    public Process(
        Tenant tenant, int partition, SimulatedStore store, Faults faults, ScoringOptions options, TimeProvider time, IScoringLog log,
        Func<TenantKeys, int, RollUp, Task<bool>> deliverAsync)
    {
        _connection = new FaultyConnection(store, faults);
        Keys = new TenantKeys(tenant, _connection, options);
        Partition = new ResponsePartition(new PartitionAddress(tenant.Id, partition), Keys, _connection, options, time, log);
        Committer = new Committer(_connection, options, time, log);
        var pump = new RollUpPump(Partition.Outbox, (keyId, rollUp) => deliverAsync(Keys, keyId, rollUp), time, log);
        Partition.NewsForScores += pump.Wake;
        _ = pump.RunAsync(_stopping.Token);
        _ = Committer.RunAsync();
    }

    public TenantKeys Keys { get; }

    public ResponsePartition Partition { get; }

    public Committer Committer { get; }

    public bool IsDead => _connection.IsDead;

    public void Kill()
    {
        _connection.IsDead = true;
        _stopping.Cancel();
    }

    public Task<ResponseOutcomes> SendAsync(WaitingBatch batch)
    {
        if (Partition.Enqueue(batch))
            Committer.Ready(Partition);
        return ResponseOutcomes.OfAsync(batch);
    }

    public void WantDownsampling()
    {
        if (Partition.WantDownsampling())
            Committer.Ready(Partition);
    }
}
