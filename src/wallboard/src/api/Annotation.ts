/** What somebody did or saw at an instant. */
export interface Annotation {
  readonly id: string;
  readonly at: string;
  readonly text: string;
  /** The keys that it is about; none for all. */
  readonly keys: readonly string[];
  /** Whether it was no ordinary time, and does not say what is usual. */
  readonly incident: boolean;
}
