using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Grains.Scores;

/// <summary>Brings a <see cref="HostedScore"/> to life and to its end as Orleans says; it decides nothing.</summary>
internal sealed class ScoreGrain(SiloScoring silo, NodeTenants tenants, ScoringParts parts) : Grain, IScoreGrain, IDisposable
{
    private HostedScore _hosted = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (name, text) = GrainKeys.Split(this.GetPrimaryKeyString());
        if (!ScoreKey.TryParse(text, out var key, out var fault))
            throw new InvalidOperationException($"'{text}' is no score key. {fault}");
        var tenant = await tenants.FindAsync(name, cancellationToken)
            ?? throw new InvalidOperationException($"There is no tenant '{name}'.");
        _hosted = new HostedScore(tenant, key, silo.Loads, new ClusterGrains(GrainFactory, silo), parts, Leave);
        silo.Add(_hosted);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_hosted is not null)
        {
            silo.Remove(_hosted);
            _hosted.Close();
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _hosted?.Dispose();

    public Task<ReadAnswer> ReadAsync(string window, string? after, CancellationToken cancellation) =>
        _hosted.ReadAsync(window, after, cancellation);

    public Task<ReadAnswer> HistoryAsync(int[] edges, CancellationToken cancellation) => _hosted.HistoryAsync(edges, cancellation);

    public Task<bool> ReceiveAsync(RollUpMessage message) => Task.FromResult(_hosted.Receive(message.RollUp));

    public Task<ScoreNews> ObserveAsync(IScoreObserver observer, string[] windows) => Task.FromResult(_hosted.Observe(observer, windows));

    public Task EndAsync(IScoreObserver observer)
    {
        _hosted.End(observer);
        return Task.CompletedTask;
    }

    private void Leave(string reason) => GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, reason));
}
