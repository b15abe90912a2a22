/** A score key that the tenant has had responses under. */
export interface KeyEntry {
  readonly key: string;
  readonly kind: string;
  readonly label: string;
  readonly order: number | null;
  readonly visible: boolean;
}
