/** The windows that the picker offers, in its order. */
export const pickedWindows: readonly string[] = ['1h', '8h', '24h', 'today', '7d', '30d', 'all'];

/** The windows that a board can show when its address names them. */
export const knownWindows: readonly string[] = [...pickedWindows, '90d', 'yesterday', 'week', 'month', 'shift'];

/** Windows that have no fixed name: a campaign, or two instants. Whether such a one exists, the server says. */
const namedWindow = /^(campaign\/[^/]+|\d{4}-\d\d-\d\dT[^/]+\/([^/]+))$/;

export const defaultWindow = '24h';

/** The window named by the address, and whether the address names one that exists. */
export function windowOfAddress(): { name: string; isKnown: boolean; asked: string } {
  const asked = new URLSearchParams(location.search).get('window') ?? defaultWindow;
  const isKnown = knownWindows.includes(asked) || namedWindow.test(asked);
  return { name: isKnown ? asked : defaultWindow, isKnown, asked };
}

/** Keeps the window in the address, so that a reload or a bookmark shows the same board. */
export function keepInAddress(windowName: string): void {
  const address = new URL(location.href);
  address.searchParams.set('window', windowName);
  history.replaceState(null, '', address);
}
