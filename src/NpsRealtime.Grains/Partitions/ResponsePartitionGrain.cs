using System.Globalization;
using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;

namespace NpsRealtime.Grains.Partitions;

/// <summary>Brings a <see cref="HostedPartition"/> to life and to its end as Orleans says; it decides nothing about calls.</summary>
internal sealed class ResponsePartitionGrain(SiloScoring silo, SiloMembership membership, NodeTenants tenants, ScoringParts parts)
    : Grain, IResponsePartitionGrain, IDisposable
{
    private HostedPartition _hosted = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (name, number) = GrainKeys.Split(this.GetPrimaryKeyString());
        var tenant = await tenants.FindAsync(name, cancellationToken)
            ?? throw new InvalidOperationException($"There is no tenant '{name}'.");
        _hosted = new HostedPartition(
            tenant, int.Parse(number, CultureInfo.InvariantCulture), silo.Committer, new ClusterGrains(GrainFactory, silo), parts, LeaveAsync);
        silo.Add(_hosted);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_hosted is null)
            return Task.CompletedTask;
        silo.Remove(_hosted);
        return _hosted.CloseAsync();
    }

    public void Dispose() => _hosted?.Dispose();

    public Task<IngestAnswer> IngestAsync(IngestCall call) =>
        _hosted.Tenant.IsDeleted || call.TenantId != _hosted.Tenant.Id ? RefuseAsync(call) : _hosted.IngestAsync(call);

    public Task<RollUpMessage> AttachAsync(int keyId, bool isWatched, CancellationToken cancellation) =>
        _hosted.AttachAsync(keyId, isWatched, cancellation);

    /// <summary>
    /// The tenant was deleted, and perhaps made anew: the hashes of the ids are those of another. Whoever is behind, the sender's node or
    /// this one, learns it within seconds.
    /// </summary>
    private async Task<IngestAnswer> RefuseAsync(IngestCall call)
    {
        var tenant = _hosted.Tenant;
        if (await parts.Store.FindTenantAsync(tenant.Name, CancellationToken.None) is not { } present || present.Id != tenant.Id)
        {
            tenants.Forget(tenant);
            DeactivateOnIdle();
        }

        return _hosted.Refuse(call, "The tenant was deleted, or made anew. Send it again.");
    }

    /// <summary>
    /// Somebody else has taken the partition over, so the directory may know a better place for it than here, once this silo knows who
    /// is alive. The sender is answered only then, and sends again to that place.
    /// </summary>
    private async Task LeaveAsync()
    {
        await membership.RefreshAsync();
        DeactivateOnIdle();
    }
}
