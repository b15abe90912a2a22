namespace NpsRealtime.Scoring.LiveScores;

/// <summary>
/// What a partition tells one live score: everything that happened to it after head <paramref name="From"/> up to and including
/// head <paramref name="To"/>. Repeated, reordered and lost roll-ups do no harm; see <see cref="LiveScore.Apply"/>.
/// </summary>
/// <param name="Partition">Which of the tenant's partitions speaks.</param>
/// <param name="Activation">The mark of its present life.</param>
/// <param name="From">The head up to which this score has acknowledged, or at which it was first noted.</param>
/// <param name="Items">The changes, by head.</param>
/// <param name="To">The partition's head.</param>
public sealed record RollUp(int Partition, Guid Activation, long From, IReadOnlyList<RollUpItem> Items, long To);
