/** What the board knows of its server, and of the scores behind it. */
export type Contact = 'connecting' | 'live' | 'unconfirmed' | 'reconnecting' | 'stale';

/** After so much silence a number on the wall may be wrong, and says so. A healthy server is heard every few seconds. */
export const staleAfterMilliseconds = 10_000;

/**
 * @param isConnected whether a subscribed connection is there
 * @param wasConnected whether there ever was one
 * @param silence how long nothing has been heard, pings included, in milliseconds
 * @param isConfirmed whether the server says of every score that it is what it is now: one that hears nothing of a score goes on sending pings
 */
export function contactOf(isConnected: boolean, wasConnected: boolean, silence: number, isConfirmed: boolean): Contact {
  if (silence >= staleAfterMilliseconds) return 'stale';
  if (isConnected) return isConfirmed ? 'live' : 'unconfirmed';
  return wasConnected ? 'reconnecting' : 'connecting';
}
