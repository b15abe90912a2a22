import { defaultWindow, windowNames } from '../../generated/windows';

/** Windows that have no fixed name: a campaign, or two instants. Whether such a one exists, the server says. */
const namedWindow = /^(campaign\/[^/]+|\d{4}-\d\d-\d\dT[^/]+\/([^/]+))$/;

/** The window named by the address, and whether the address names one that exists. */
export function windowOfAddress(): { name: string; isKnown: boolean; asked: string } {
  const asked = new URLSearchParams(location.search).get('window') ?? defaultWindow;
  const isKnown = (windowNames as readonly string[]).includes(asked) || namedWindow.test(asked);
  return { name: isKnown ? asked : defaultWindow, isKnown, asked };
}

/** Keeps the window in the address, so that a reload or a bookmark shows the same board. */
export function keepInAddress(windowName: string): void {
  const address = new URL(location.href);
  address.searchParams.set('window', windowName);
  history.replaceState(null, '', address);
}
