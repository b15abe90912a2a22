import type { Snapshot } from '../../api/Snapshot';
import { byLabel } from '../../text/format';
import { compare } from '../score/Comparison';

/** What stands where: first what is truly worse than the whole, last what says nothing yet. */
const ranks = { below: 0, level: 1, unknown: 1, above: 2, tooFew: 3, none: 4, other: 5 };

/**
 * Sorts scores by what needs attention: what is below the whole beyond doubt, the worst first; then what is level; then what
 * is above. What has too few responses to show a score comes after these, and what overflowed the limits last.
 */
export function byAttention(scores: readonly Snapshot[], whole: Snapshot | null, minResponses: number): readonly Snapshot[] {
  const rankOf = (score: Snapshot) => {
    if (isOther(score.key)) return ranks.other;
    if (score.nps === null) return ranks.none;
    return score.counts.total < minResponses ? ranks.tooFew : ranks[compare(score, whole)];
  };
  return scores
    .map((score) => ({ score, rank: rankOf(score) }))
    .sort((a, b) => a.rank - b.rank || within(a.rank, a.score, b.score))
    .map(({ score }) => score);
}

/** Whether a key stands for the names beyond a limit. */
export function isOther(key: string): boolean {
  return key.endsWith('/~other');
}

function within(rank: number, a: Snapshot, b: Snapshot): number {
  // A score that is hidden must not show itself by its place.
  const byScore = rank < ranks.tooFew ? (a.nps ?? 0) - (b.nps ?? 0) : 0;
  return byScore || byLabel().compare(a.label, b.label) || (a.key < b.key ? -1 : 1);
}
