import type { ScoreCounts, ScoreInterval, Snapshot } from './Snapshot';

/** Responses counted over one or more spans of time. */
export interface Counted {
  readonly counts: ScoreCounts;
  readonly nps: number | null;
  readonly interval: ScoreInterval | null;
}

/** What a score is compared with. */
export interface Baseline extends Counted {
  readonly name: string;
  readonly spans: readonly { readonly from: string; readonly to: string }[];
}

/** Since when a score has been what it is now. */
export interface ChangePoint {
  readonly at: string;
  readonly earliest: string;
  readonly latest: string;
  readonly direction: 'falling' | 'rising';
  readonly before: Counted;
  readonly after: Counted;
  readonly p: number;
}

/** A score beside the one that it is compared with. */
export interface ScoreComparison {
  readonly key: string;
  readonly label: string;
  readonly current: Snapshot;
  readonly baseline: Baseline;
  /** Current minus baseline, in points; null when either has no responses. */
  readonly difference: number | null;
  /** Of the difference, valid however often one looks. */
  readonly interval: ScoreInterval | null;
  readonly z: number | null;
  /** For one look. */
  readonly p: number | null;
  /** Valid however often one looks. */
  readonly pAnytime: number | null;
  readonly significant: boolean;
  readonly since: ChangePoint | null;
  readonly usualPerHour: number | null;
  readonly minResponses: number;
  readonly enough: boolean;
}
