/** How many responses of each kind a snapshot counted. */
export interface ScoreCounts {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  readonly total: number;
  /** Eleven counts, score 0 first. */
  readonly byScore: readonly number[];
}

/** A confidence interval, in points from −100 to +100. */
export interface ScoreInterval {
  readonly confidence: number;
  readonly low: number;
  readonly high: number;
}

/** One score over one window at one instant, as the server sends it. */
export interface Snapshot {
  readonly tenant: string;
  readonly key: string;
  readonly label: string;
  readonly window: { readonly name: string; readonly from: string | null; readonly to: string };
  readonly counts: ScoreCounts;
  /** Null when nothing was counted. */
  readonly nps: number | null;
  readonly interval: ScoreInterval | null;
  readonly lastResponse: { readonly respondedAt: string; readonly acceptedAt: string } | null;
  readonly version: number;
  readonly asOf: string;
}
