/** The large score of a link that was given some scores and nothing else: the whole, or else the first that is no wildcard. */
export function heroOf(scores: readonly string[]): string {
  return scores.find((key) => key === 'tenant') ?? scores.find((key) => !key.endsWith('/*')) ?? scores[0] ?? 'tenant';
}
