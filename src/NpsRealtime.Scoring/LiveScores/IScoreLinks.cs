using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.LiveScores;

/// <summary>How a live score reaches what it lives from: plain calls in one process, grain calls in a cluster. Every call ends:
/// with a result, or with an exception after some seconds.</summary>
public interface IScoreLinks
{
    /// <summary>How many partitions the tenant has.</summary>
    int Partitions { get; }

    /// <summary>The number of the score's key, or null while no response has had it.</summary>
    ValueTask<StoredKey?> FindKeyAsync(CancellationToken cancellation);

    /// <summary>Attaches to a partition; see <see cref="Scoring.Partitions.ResponsePartition.AttachAsync"/>.</summary>
    Task<RollUp> AttachAsync(int partition, int keyId, bool isWatched, CancellationToken cancellation);

    /// <summary>Reads everything the score begins from. Implementations bound how many load at once, watched scores first.</summary>
    Task<ScoreLoad> LoadAsync(int keyId, bool isWatched, CancellationToken cancellation);
}
