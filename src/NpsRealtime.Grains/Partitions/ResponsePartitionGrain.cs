using System.Globalization;
using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Grains.Partitions;

/// <summary>
/// Hosts a <see cref="ResponsePartition"/> and its pump. Interleaving is safe: the partition guards itself, and what this class holds
/// beside it is touched between awaits only, on the grain's one thread at a time. Two activations at once are harmless: the
/// database's fence lets one of them commit.
/// </summary>
internal sealed class ResponsePartitionGrain(SiloScoring silo, SiloMembership membership, NodeTenants tenants, ScoringParts parts)
    : Grain, IResponsePartitionGrain, IDisposable
{
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(8);
    private const int SendersMax = 1_000;

    private readonly Dictionary<Guid, (long Number, Task<ResponseOutcome[]> Done)> _latest = [];
    private readonly CancellationTokenSource _stopping = new();
    private NodeTenant _tenant = null!;
    private ResponsePartition _partition = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (name, number) = GrainKeys.Split(this.GetPrimaryKeyString());
        _tenant = await tenants.FindAsync(name, cancellationToken)
            ?? throw new InvalidOperationException($"There is no tenant '{name}'.");
        var address = new PartitionAddress(_tenant.Tenant.Id, int.Parse(number, CultureInfo.InvariantCulture));
        _partition = new ResponsePartition(address, _tenant.Keys, parts.Store, parts.Options, parts.Time, parts.Log);
        var pump = new RollUpPump(_partition.Outbox, DeliverAsync, parts.Time, parts.Log);
        _partition.NewsForScores += pump.Wake;
        _ = pump.RunAsync(_stopping.Token);
        silo.Add(_partition);
    }

    /// <summary>What waits is committed before another silo takes the partition over.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_partition is null)
            return;
        silo.Remove(_partition);
        var waiting = Task.WhenAll(_latest.Values.Select(call => call.Done));
        await Task.WhenAny(waiting, Task.Delay(DrainMax, TimeProvider.System, CancellationToken.None));
        await _stopping.CancelAsync();
    }

    public void Dispose() => _stopping.Dispose();

    public async Task<IngestAnswer> IngestAsync(IngestCall call)
    {
        if (_tenant.Tenant.IsDeleted || (call.TenantId != 0 && call.TenantId != _tenant.Tenant.Id))
            return await RefuseAsync(call);
        var outcomes = await Take(call);
        if (_partition.State is null)
            await LeaveAsync();
        return new IngestAnswer(outcomes);
    }

    public async Task<RollUpMessage> AttachAsync(int keyId, bool isWatched, CancellationToken cancellation) =>
        new(await _partition.AttachAsync(keyId, isWatched, cancellation));

    /// <summary>
    /// The tenant was deleted, and perhaps made anew: the hashes of the ids are those of another. Whoever is behind, the sender's node or
    /// this one, learns it within seconds.
    /// </summary>
    private async Task<IngestAnswer> RefuseAsync(IngestCall call)
    {
        if (await parts.Store.FindTenantAsync(_tenant.Tenant.Name, CancellationToken.None) is not { } present || present.Id != _tenant.Tenant.Id)
        {
            tenants.Forget(_tenant.Tenant);
            DeactivateOnIdle();
        }

        var outcomes = new ResponseOutcome[call.Requests.Length];
        Array.Fill(outcomes, new ResponseOutcome(
            ResponseStatus.Unavailable, _partition.Address.Partition, Head: 0, "The tenant was deleted, or made anew. Send it again."));
        return new IngestAnswer(outcomes);
    }

    private Task<ResponseOutcome[]> Take(IngestCall call)
    {
        // The answer to the first may have been lost on its way; asking twice must not make "accepted" into "duplicate".
        if (_latest.TryGetValue(call.Sender, out var latest) && latest.Number == call.Number && !HasFailed(latest.Done))
            return latest.Done;
        if (_latest.Count >= SendersMax)
        {
            foreach (var (sender, _) in _latest.Where(known => known.Value.Done.IsCompleted).ToArray())
                _latest.Remove(sender);
        }

        var batch = new WaitingBatch(call.Requests, call.Until);
        _latest[call.Sender] = (call.Number, batch.Done);
        if (_partition.Enqueue(batch))
            silo.Committer.Ready(_partition);
        return batch.Done;
    }

    private static bool HasFailed(Task<ResponseOutcome[]> done) =>
        done.IsCompletedSuccessfully && Array.Exists(done.Result, outcome => outcome.Status == ResponseStatus.Unavailable);

    /// <summary>
    /// Somebody else has taken the partition over, so the directory may know a better place for it than here, once this silo knows who
    /// is alive. The sender is answered only then, and sends again to that place.
    /// </summary>
    private async Task LeaveAsync()
    {
        await membership.RefreshAsync();
        DeactivateOnIdle();
    }

    private async Task<bool> DeliverAsync(int keyId, RollUp rollUp)
    {
        Tracing.BeginAnew();
        if (await _tenant.FindAsync(keyId, _stopping.Token) is not { } key)
            return false;
        var score = GrainFactory.GetGrain<IScoreGrain>(GrainKeys.Score(_tenant.Tenant.Name, key.Key));
        return await score.ReceiveAsync(new RollUpMessage(rollUp));
    }
}
