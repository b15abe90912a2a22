import type { Snapshot } from '../api/Snapshot';

/** Where a part stands beside the whole. */
export type Comparison = 'above' | 'below' | 'level' | 'unknown';

/**
 * A part is above or below only when its whole interval is: a tile with three responses must not shout. The part counts in
 * the whole as well, which makes this test milder than it looks, never sharper.
 */
export function compare(part: Snapshot, whole: Snapshot | null): Comparison {
  if (!part.interval || whole?.nps == null) return 'unknown';
  if (part.interval.low > whole.nps) return 'above';
  if (part.interval.high < whole.nps) return 'below';
  return 'level';
}
