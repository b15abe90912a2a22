import type { ScoreCounts, ScoreInterval } from './Snapshot';

/** The responses from one instant to the next point's. */
export interface HistoryPoint {
  readonly from: string;
  readonly counts: ScoreCounts;
  readonly nps: number | null;
  readonly interval: ScoreInterval | null;
}
