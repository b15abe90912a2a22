const firstMilliseconds = 300;
const mostMilliseconds = 5_000;

/**
 * How long to wait before the attempt of that number, 0 for the first: it doubles up to five seconds, and half of it is chance,
 * so that a hundred boards do not knock in step on a server that has just come back.
 */
export function retryDelay(attempt: number): number {
  const longest = Math.min(mostMilliseconds, firstMilliseconds * 2 ** Math.min(attempt, 10));
  return longest / 2 + (Math.random() * longest) / 2;
}
