/** Names of one kind beyond a limit, whose responses are counted under one key. */
export interface Overflow {
  readonly key: string;
  readonly kind: string;
  /** How many are counted by name. */
  readonly named: number;
  readonly responses: number;
  readonly option: string;
}

/** The keys of a tenant. */
export interface KeyList {
  readonly keys: readonly KeyEntry[];
  readonly overflows: readonly Overflow[];
}

/** A score key that the tenant has had responses under. */
export interface KeyEntry {
  readonly key: string;
  readonly kind: string;
  readonly label: string;
  readonly order: number | null;
  readonly visible: boolean;
}
