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

const z95 = 1.959964;

/** The history carries no intervals; this is the server's formula (adjusted Wald at 95 %, three pseudo-responses added). */
export function trendPointOf({ from, counts, nps }: HistoryPoint): TrendPoint {
  const point = { from: Date.parse(from), total: counts.total, nps };
  if (nps === null) return { ...point, low: null, high: null };
  const n = counts.total + 3;
  const promoters = (counts.promoters + 0.75) / n;
  const detractors = (counts.detractors + 0.75) / n;
  const centre = promoters - detractors;
  const half = z95 * Math.sqrt((promoters + detractors - centre * centre) / n);
  return { ...point, low: Math.max(-100, 100 * (centre - half)), high: Math.min(100, 100 * (centre + half)) };
}
