/** What the server says of itself. */
export interface Meta {
  readonly version: string;
  readonly windows: readonly string[];
  /** `open` when nobody needs a key; `keys` when everybody does. Older servers do not say. */
  readonly access?: 'open' | 'keys';
}
