import type { Snapshot } from '../../api/Snapshot';

/** Where a part stands beside the whole. */
export type Comparison = 'above' | 'below' | 'level' | 'unknown';

/**
 * A part is above or below only when the two intervals do not even touch: a tile with three responses must not shout. The part
 * counts in the whole as well, which makes this milder still. Comparing with the whole's score itself would not do, since an
 * adjusted interval need not hold its own score: one response of 10 gives +100, and an interval that ends at +98.5.
 */
export function compare(part: Snapshot, whole: Snapshot | null): Comparison {
  if (!part.interval || !whole?.interval) return 'unknown';
  if (part.interval.low > whole.interval.high) return 'above';
  if (part.interval.high < whole.interval.low) return 'below';
  return 'level';
}
