using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Grains.Partitions;

/// <summary>
/// A <see cref="ResponsePartition"/> as a silo hosts it, with its pump: takes calls, remembers what it answered, and closes. Interleaving is
/// safe: the partition guards itself, and what this class holds beside it is touched between awaits only, on the grain's one thread at a
/// time. Two of them at once, on two silos, are harmless: the database's fence lets one of them commit.
/// </summary>
internal class HostedPartition : IDisposable
{
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(5);
    private const int LanesRememberedMax = 4_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (long Number, Task<ResponseOutcome[]> Done)> _latest = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly NodeTenant _tenant;
    private readonly Committer _committer;
    private readonly IClusterGrains _grains;
    private readonly ScoringParts _parts;
    private readonly Func<Task> _lost;

    /// <param name="tenant">Whose partition.</param>
    /// <param name="number">Which of the tenant's.</param>
    /// <param name="committer">Who commits on this silo.</param>
    /// <param name="grains">Where the scores are.</param>
    /// <param name="parts">What the node brings.</param>
    /// <param name="lost">Called when somebody else has taken the partition over; whoever sent what was refused is answered after that.</param>
    public HostedPartition(
        NodeTenant tenant, int number, Committer committer, IClusterGrains grains, ScoringParts parts, Func<Task> lost)
    {
        _tenant = tenant;
        _committer = committer;
        _grains = grains;
        _parts = parts;
        _lost = lost;
        Partition = new ResponsePartition(
            new PartitionAddress(tenant.Tenant.Id, number), tenant.Keys, parts.Store, parts.Options, parts.Time, parts.Log);
        var pump = new RollUpPump(Partition.Outbox, DeliverAsync, parts.Time, parts.Log);
        Partition.NewsForScores += pump.Wake;
        _ = pump.RunAsync(_stopping.Token);
    }

    public ResponsePartition Partition { get; }

    public Tenant Tenant => _tenant.Tenant;

    /// <summary>By what senders know it.</summary>
    public (string Tenant, int Partition) Name => (Tenant.Name, Partition.Address.Partition);

    /// <summary>Whether it takes nothing any more.</summary>
    protected virtual bool IsClosed { get; private set; }

    /// <summary>
    /// Takes a batch from a sender in this process without a call: nothing can be lost on the way, so each gets an outcome, and it stands.
    /// False when it can't, and a call is to be made: it closes, or it does not own the partition now.
    /// </summary>
    public bool TryTake(Tenant tenant, WaitingBatch batch)
    {
        lock (_gate)
        {
            if (IsClosed || Partition.State is null || Tenant.IsDeleted || Tenant.Id != tenant.Id)
                return false;
            Enqueue(batch);
            return true;
        }
    }

    public async Task<IngestAnswer> IngestAsync(IngestCall call)
    {
        var outcomes = await TakeAsync(call);
        if (Partition.State is null)
            await _lost();
        return new IngestAnswer(outcomes);
    }

    /// <summary>Tells the senders of a call that nothing of it is carried out.</summary>
    public IngestAnswer Refuse(IngestCall call, string detail)
    {
        var outcomes = new ResponseOutcome[call.Requests.Length];
        Array.Fill(outcomes, new ResponseOutcome(ResponseStatus.Unavailable, Partition.Address.Partition, Head: 0, detail));
        return new IngestAnswer(outcomes);
    }

    /// <exception cref="InvalidOperationException">It is closed; the next one is to be asked.</exception>
    public async Task<RollUpMessage> AttachAsync(int keyId, bool isWatched, CancellationToken cancellation) => IsClosed
        ? throw new InvalidOperationException("The partition moves. Ask again.")
        : new RollUpMessage(await Partition.AttachAsync(keyId, isWatched, cancellation));

    /// <summary>Takes nothing more, and waits until what was taken is committed, before another silo takes the partition over.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
            IsClosed = true;
        for (var began = _parts.NodeTime.GetTimestamp(); Partition.IsBusy && _parts.NodeTime.GetElapsedTime(began) < DrainMax;)
            await Task.Delay(DrainPause, _parts.NodeTime);
        Stop();
    }

    public void Dispose() => _stopping.Dispose();

    // Not awaited: that would go on elsewhere than on the grain's own thread.
    private void Stop() => _stopping.Cancel();

    private Task<ResponseOutcome[]> TakeAsync(IngestCall call)
    {
        // The answer to the first may have been lost on its way; asking twice must not make "accepted" into "duplicate".
        var isKnown = _latest.TryGetValue(call.Sender, out var latest);
        if (isKnown && latest.Number == call.Number)
            return latest.Done;
        if (isKnown && latest.Number > call.Number)
            return Task.FromResult(Refuse(call, "Its sender has sent others since.").Outcomes);
        if (IsClosed)
            return Task.FromResult(Refuse(call, "The partition moves. Send it again; that is safe.").Outcomes);
        if (_latest.Count >= LanesRememberedMax)
        {
            foreach (var (lane, _) in _latest.Where(known => known.Value.Done.IsCompleted).ToArray())
                _latest.Remove(lane);
        }

        var batch = new WaitingBatch(call.Requests, call.Until);
        var done = AwaitAsync(batch);
        _latest[call.Sender] = (call.Number, done);
        Enqueue(batch);
        return done;
    }

    private void Enqueue(WaitingBatch batch)
    {
        if (Partition.Enqueue(batch))
            _committer.Ready(Partition);
    }

    // A method of its own: what waits for several tasks at once would else go on wherever the batch is decided.
    private static async Task<ResponseOutcome[]> AwaitAsync(WaitingBatch batch) => await batch.Done;

    private async Task<bool> DeliverAsync(int keyId, RollUp rollUp)
    {
        Tracing.BeginAnew();
        if (await _tenant.FindAsync(keyId, _stopping.Token) is not { } key)
            return false;
        return await _grains.Score(_tenant.Tenant.Name, key.Key).ReceiveAsync(new RollUpMessage(rollUp));
    }
}
