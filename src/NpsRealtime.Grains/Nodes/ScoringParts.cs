using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Grains.Nodes;

/// <summary>
/// What every node brings to the scoring. The clock stands here and not by itself among the services, since Orleans would take that
/// one for its own timers, and a test moves this one by days.
/// </summary>
/// <param name="Store">The database that all nodes share.</param>
/// <param name="Options">Limits and knobs; all nodes should have the same.</param>
/// <param name="Time">The clock. The clocks of all nodes must agree to half a second; see <see cref="Partitions.PartitionSender"/>.</param>
/// <param name="Log">Where an operator is told.</param>
public sealed record ScoringParts(IResponseStore Store, ScoringOptions Options, TimeProvider Time, IScoringLog Log)
{
    /// <summary>The clock for all that has to do with other nodes, which live in real time whatever <see cref="Time"/> says.</summary>
    internal TimeProvider NodeTime { get; init; } = TimeProvider.System;

    /// <summary>Whether no other node adds keys: then nobody asks the database for them, and births are told as they happen.</summary>
    internal bool IsAlone { get; init; } = !Store.IsShared;

    /// <summary>Begins work that is nobody's in particular, and must not hang on the grain or the request that asked for it.</summary>
    internal Func<Func<Task>, Task> Begin { get; init; } = Task.Run;
}
