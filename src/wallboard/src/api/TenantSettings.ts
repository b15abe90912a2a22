/** What a tenant has settled about its screens and its calendar. */
export interface TenantSettings {
  /** With fewer responses than this a score is hidden. */
  readonly minResponses: number;
  readonly showComments: boolean;
  /** The score to reach. */
  readonly target: number | null;
  readonly shifts: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

/** A server that knows no settings hides nothing and shows no comments. */
export const noSettings: TenantSettings = { minResponses: 0, showComments: false, target: null, shifts: [] };
