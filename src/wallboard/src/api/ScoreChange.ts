import type { ScoreInterval } from './Snapshot';

/** Whether a score has changed against its own baseline. */
export interface ScoreChange {
  readonly key: string;
  readonly change: 'rise' | 'fall' | 'none' | 'unknown';
  /** Current minus baseline, in points; null when either has no responses. */
  readonly difference: number | null;
  readonly interval: ScoreInterval | null;
  /** The baseline's score. */
  readonly usual: number | null;
  readonly responses: number;
}
