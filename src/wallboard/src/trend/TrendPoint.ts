import type { HistoryPoint } from '../api/HistoryPoint';

/** One step of the trend, ready to draw. */
export interface TrendPoint {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly total: number;
  readonly nps: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export function trendPointOf({ from, counts, nps, interval }: HistoryPoint): TrendPoint {
  return { from: Date.parse(from), total: counts.total, nps, low: interval?.low ?? null, high: interval?.high ?? null };
}
