using System.Collections.Concurrent;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Grains.Nodes;

/// <summary>
/// What the grains of one silo share: the committers, the limit of loads, and a tick once a second for all of them, which costs less
/// than a timer for each.
/// </summary>
internal sealed class SiloScoring : IDisposable
{
    private const int DownsamplingsPerTick = 16;

    private readonly ConcurrentDictionary<string, HostedScore> _scores = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Tenant, int Partition), HostedPartition> _partitions = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ScoringParts _parts;
    private Task _running = Task.CompletedTask;

    public SiloScoring(ScoringParts parts)
    {
        _parts = parts;
        Committer = new Committer(parts.Store, parts.Options, parts.Time, parts.Log, fencesLostMax: 1, BulkThreads.Deciding);
        Loads = new LoadLimiter(parts.Options.LoadsAtOnce);
    }

    public Committer Committer { get; }

    public LoadLimiter Loads { get; }

    /// <summary>Live scores and partitions that this silo hosts now.</summary>
    public (int Scores, int Partitions) Hosted => (_scores.Count, _partitions.Count);

    public void Add(HostedScore score) => _scores[score.Name] = score;

    public void Remove(HostedScore score) => _scores.TryRemove(KeyValuePair.Create(score.Name, score));

    /// <summary>The live score of a key when it lives here and has loaded.</summary>
    public LiveScoreHost? Loaded(Tenant tenant, ScoreKey key) =>
        _scores.TryGetValue(GrainKeys.Score(tenant.Name, key), out var score) && score.Tenant.Id == tenant.Id ? score.Loaded : null;

    public void Add(HostedPartition partition) => _partitions[partition.Name] = partition;

    public void Remove(HostedPartition partition) => _partitions.TryRemove(KeyValuePair.Create(partition.Name, partition));

    /// <summary>A partition that this silo hosts.</summary>
    public HostedPartition? Find(string tenant, int partition) => _partitions.GetValueOrDefault((tenant, partition));

    public void Start() => _running = Task.WhenAll(
        [.. Enumerable.Range(0, _parts.Store.Committers).Select(_ => Task.Run(Committer.RunAsync)), Task.Run(TickAsync)]);

    /// <summary>Commits what was handed over, and stops. The grains are gone by then, and have waited for their own.</summary>
    public async Task StopAsync()
    {
        Committer.Complete();
        await _stopping.CancelAsync();
        await _running;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_stopping.Token);
                Tick();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                _parts.Log.Unforeseen("tick", failure);
            }
        }
    }

    private void Tick()
    {
        foreach (var score in _scores.Values)
            score.Tick();
        var line = Minute.DownsamplingLine(_parts.Time.GetUtcNow());
        foreach (var partition in _partitions.Values.Select(hosted => hosted.Partition).Where(partition => partition.State?.DownsampledUntil < line).Take(DownsamplingsPerTick))
        {
            if (partition.WantDownsampling())
                Committer.Ready(partition);
        }
    }
}
