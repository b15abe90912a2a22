/** What the board knows of its server. */
export type Contact = 'connecting' | 'live' | 'reconnecting' | 'stale';

/** After so much silence a number on the wall may be wrong, and says so. A healthy server is heard every few seconds. */
export const staleAfterMilliseconds = 10_000;

/**
 * @param isConnected whether a subscribed connection is there
 * @param wasConnected whether there ever was one
 * @param silence how long nothing has been heard, pings included, in milliseconds
 */
export function contactOf(isConnected: boolean, wasConnected: boolean, silence: number): Contact {
  if (silence >= staleAfterMilliseconds) return 'stale';
  if (isConnected) return 'live';
  return wasConnected ? 'reconnecting' : 'connecting';
}
