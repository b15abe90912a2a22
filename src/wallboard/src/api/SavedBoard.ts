/** A board that somebody has saved: what stands in it is this screen's own affair, the server only keeps it. */
export interface SavedBoard {
  readonly name?: string;
  /** The large score. */
  readonly hero?: { readonly key: string };
  readonly sections?: readonly { readonly title?: string; readonly tiles: readonly { readonly key: string }[] }[];
  readonly window?: string;
  readonly baseline?: string;
  readonly theme?: string;
  readonly target?: number | null;
  /** Boards that take turns with this one. */
  readonly rotate?: readonly string[];
  /** How long each is shown. */
  readonly seconds?: number;
}
