import type { Counted } from './ScoreComparison';

/** What one part did to the change of the whole. */
export interface BreakdownPart extends Contribution {
  /** Null for the responses that have no value there, or for what is beyond the limit. */
  readonly key: string | null;
  readonly label: string;
  readonly current: Counted;
  readonly previous: Counted;
  readonly difference: number | null;
  readonly significant: boolean;
  readonly enough: boolean;
}

/** In points of the whole. */
interface Contribution {
  /** Because the part itself scores otherwise than before. */
  readonly scoreEffect: number | null;
  /** Because the part is a larger or smaller share of the whole than before. */
  readonly mixEffect: number | null;
  /** Both together; these add up exactly to the change of the whole. */
  readonly contribution: number | null;
}

export interface Breakdown {
  readonly key: string;
  readonly label: string;
  readonly by: string;
  readonly current: Counted;
  readonly previous: Counted;
  readonly difference: number | null;
  readonly source: 'tallies' | 'responses';
  readonly parts: readonly BreakdownPart[];
  /** How many parts stand together as the one without a key, since they are beyond the limit; 0 when all are told apart. */
  readonly gathered: number;
}
