/** What the server says of the scores that are watched, beside the scores. */
export interface Heartbeat {
  readonly serverTime: string;
  /** Scores that nothing has answered for of late, so that they may have moved since. */
  readonly unconfirmed: readonly UnconfirmedScore[];
  /** How many scores of a wildcard are not sent, by which option. */
  readonly leftOut: readonly LeftOutScores[];
}

export interface UnconfirmedScore {
  readonly key: string;
  readonly window: string;
  readonly confirmedAt: string;
}

export interface LeftOutScores {
  readonly key: string;
  readonly window: string;
  readonly count: number;
  readonly option: string;
  readonly max: number;
}
