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

/** An earlier period that says what is usual, unless it is left out. */
export interface UsualPeriod {
  readonly from: string;
  readonly to: string;
  readonly responses: number;
  readonly nps: number | null;
  readonly leftOut: 'tooFew' | 'incident' | 'outlier' | null;
}

/** What is usual, and by how much ordinary periods differ. */
export interface Usual {
  /** In points, a standard deviation; null while too few periods are known. */
  readonly between: number | null;
  readonly used: number;
  readonly periods: readonly UsualPeriod[];
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
  readonly change: 'rise' | 'fall' | 'none' | 'unknown';
  /** What there is too little of, as a sentence. */
  readonly unknown: string | null;
  readonly usual: Usual | null;
  readonly since: ChangePoint | null;
  readonly usualPerHour: number | null;
  readonly minResponses: number;
  readonly enough: boolean;
}
