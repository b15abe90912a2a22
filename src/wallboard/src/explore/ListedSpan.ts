/** From when to when responses are listed; empty where nothing bounds them. */
export interface ListedSpan {
  readonly from: string;
  readonly to: string;
}
