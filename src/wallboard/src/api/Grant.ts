/** What the key or link of this page gives. */
export interface Grant {
  readonly kind: 'key' | 'link' | 'open';
  readonly tenant: string | null;
  /** The board that a link shows; null for keys, and for a link with scores of its own. */
  readonly board: string | null;
  /** The scores that a link shows, wildcards among them; null for keys. */
  readonly scores?: readonly string[] | null;
}
