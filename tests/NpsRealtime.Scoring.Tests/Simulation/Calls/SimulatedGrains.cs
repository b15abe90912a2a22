using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>The grains as one simulated silo reaches them: each call goes over the faulty network.</summary>
internal sealed class SimulatedGrains(SimulatedCluster cluster, SimulatedSilo silo) : IClusterGrains
{
    public IResponsePartitionGrain Partition(string tenant, int partition) => new PartitionProxy(cluster, silo, partition);

    public HostedPartition? Here(string tenant, int partition) => cluster.Here(silo, partition);

    public IScoreGrain Score(string tenant, ScoreKey key) => new ScoreProxy(cluster, silo, key);

    public IScoreObserver Refer(IScoreObserver observer) => new ObserverProxy(cluster, silo, observer);

    public void Release(IScoreObserver reference)
    {
        // Whatever still comes for it is of no interest to it.
    }

    private sealed class PartitionProxy(SimulatedCluster cluster, SimulatedSilo caller, int partition) : IResponsePartitionGrain
    {
        public Task<IngestAnswer> IngestAsync(IngestCall call) =>
            cluster.CallAsync(caller, partition, (hosted, wasClosed) => cluster.IngestAsync(hosted, call, wasClosed));

        public Task<RollUpMessage> AttachAsync(int keyId, bool isWatched, CancellationToken cancellation) =>
            cluster.CallAsync(caller, partition, (hosted, _) => hosted.AttachAsync(keyId, isWatched, CancellationToken.None));
    }

    private sealed class ScoreProxy(SimulatedCluster cluster, SimulatedSilo caller, ScoreKey key) : IScoreGrain
    {
        public Task<ReadAnswer> ReadAsync(string window, string? after, CancellationToken cancellation) =>
            cluster.CallAsync(caller, key, score => score.ReadAsync(window, after, CancellationToken.None));

        public Task<ReadAnswer> HistoryAsync(int[] edges, CancellationToken cancellation) =>
            cluster.CallAsync(caller, key, score => score.HistoryAsync(edges, CancellationToken.None));

        public Task<bool> ReceiveAsync(RollUpMessage message) =>
            cluster.CallAsync(caller, key, score => Task.FromResult(score.Receive(message.RollUp)));

        public Task<ScoreNews> ObserveAsync(IScoreObserver observer, string[] windows) =>
            cluster.CallAsync(caller, key, score => Task.FromResult(score.Observe(observer, windows)));

        public Task EndAsync(IScoreObserver observer) => cluster.CallAsync(caller, key, score =>
        {
            score.End(observer);
            return Task.FromResult(true);
        });
    }

    /// <summary>Called by whichever silo hosts the score.</summary>
    private sealed class ObserverProxy(SimulatedCluster cluster, SimulatedSilo target, IScoreObserver observer) : IScoreObserver
    {
        public Task ShowAsync(ScoreNews news) => cluster.TellAsync(target, () => observer.ShowAsync(news));

        public Task MovedAsync() => cluster.TellAsync(target, observer.MovedAsync);
    }
}
