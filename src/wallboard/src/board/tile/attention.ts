import type { ScoreChange } from '../../api/ScoreChange';
import type { Snapshot } from '../../api/Snapshot';
import { byLabel } from '../../text/format';

/** What stands where: first what has truly fallen, last what says nothing yet. */
const ranks = { fall: 0, none: 1, unknown: 2, rise: 3, tooFew: 4, empty: 5, other: 6 };

/**
 * Sorts scores by what needs attention: what has fallen against its own usual beyond doubt, by how far; then what is as usual, the lowest against
 * it first; then what can't be compared, the lowest score first; then what has risen. What has too few responses to show a score comes after
 * these, and what overflowed the limits last.
 */
export function byAttention(scores: readonly Snapshot[], changes: ReadonlyMap<string, ScoreChange>, minResponses: number): readonly Snapshot[] {
  const rankOf = (score: Snapshot) => {
    if (isOther(score.key)) return ranks.other;
    if (score.nps === null) return ranks.empty;
    return score.counts.total < minResponses ? ranks.tooFew : ranks[changes.get(score.key)?.change ?? 'unknown'];
  };
  const heightOf = (score: Snapshot, rank: number) => {
    // A score that is hidden must not show itself by its place.
    if (rank >= ranks.tooFew) return 0;
    return (rank === ranks.unknown ? score.nps : changes.get(score.key)?.difference) ?? 0;
  };
  return scores
    .map((score) => ({ score, rank: rankOf(score) }))
    .map((placed) => ({ ...placed, height: heightOf(placed.score, placed.rank) }))
    .sort((a, b) => a.rank - b.rank || a.height - b.height || byLabel().compare(a.score.label, b.score.label) || (a.score.key < b.score.key ? -1 : 1))
    .map(({ score }) => score);
}

/** Whether a key stands for the names beyond a limit. */
export function isOther(key: string): boolean {
  return key.endsWith('/~other');
}
