/** One response as the listing gives it; comment and customer are there only for those who may read them. */
export interface CommentedResponse {
  readonly id: string;
  readonly score: number;
  readonly category: 'promoter' | 'passive' | 'detractor';
  readonly channel: string;
  readonly touchpoint: string;
  readonly respondedAt: string;
  readonly acceptedAt: string;
  readonly segments: Readonly<Record<string, string>>;
  readonly comment: string | null;
  readonly customerId: string | null;
  readonly position: string;
}
