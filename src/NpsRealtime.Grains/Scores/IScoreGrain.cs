using NpsRealtime.Grains.Messages;
using Orleans.Concurrency;

namespace NpsRealtime.Grains.Scores;

/// <summary>Hosts the live score of one key; named by <see cref="GrainKeys.Score"/>.</summary>
[Alias("nps.score")]
internal interface IScoreGrain : IGrainWithStringKey
{
    /// <summary>The score over a window, once everything up to a position (null: none) is in. Waits some seconds at most.</summary>
    [ReadOnly, AlwaysInterleave, Alias("read")]
    Task<ReadAnswer> ReadAsync(string window, string? after, CancellationToken cancellation);

    /// <summary>The counts between neighbouring edges, given as minutes since 1970.</summary>
    [ReadOnly, AlwaysInterleave, Alias("history")]
    Task<ReadAnswer> HistoryAsync(int[] edges, CancellationToken cancellation);

    /// <summary>Takes in what a partition says. False when nobody wants this score, and then the partition need not go on.</summary>
    [AlwaysInterleave, Alias("receive")]
    Task<bool> ReceiveAsync(RollUpMessage message);

    /// <summary>
    /// Shows windows to an observer for some seconds more, and answers with how they stand: so a score that has moved to another
    /// silo leaves nobody blind.
    /// </summary>
    [AlwaysInterleave, Alias("observe")]
    Task<ScoreNews> ObserveAsync(IScoreObserver observer, string[] windows);

    /// <summary>Shows nothing more to an observer.</summary>
    [AlwaysInterleave, Alias("end")]
    Task EndAsync(IScoreObserver observer);
}
