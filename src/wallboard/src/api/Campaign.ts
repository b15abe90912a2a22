/** A span of time that somebody watches, with what it is to be compared with. */
export interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly keys: readonly string[];
  readonly start: string;
  readonly end: string | null;
  readonly baseline: string;
}
