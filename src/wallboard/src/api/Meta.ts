/** What the server says of itself. */
export interface Meta {
  readonly version: string;
  readonly windows: readonly string[];
  /** The forms of windows that have no fixed name. Servers that have none can't compare either. */
  readonly windowForms?: readonly string[];
  /** `open` when nobody needs a key; `keys` when everybody does. Older servers do not say. */
  readonly access?: 'open' | 'keys';
}
