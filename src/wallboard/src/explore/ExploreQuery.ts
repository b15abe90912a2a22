import { defaultWindow } from '../generated/windows';

/** What the supervisor's view shows: all of it stands in the address, so that a link shows another person the same. */
export interface ExploreQuery {
  readonly key: string;
  readonly window: string;
  /** Null for a campaign's own baseline. */
  readonly baseline: string | null;
  /** What the change is broken down by, as in `touchpoint` or `segment/team`. */
  readonly by: string;
  readonly category: string;
  readonly text: string;
  /** A span of the history that was zoomed into, `FROM/TO`; empty for the whole window. */
  readonly zoom: string;
  /** The annotation whose before and after is shown; empty for none. */
  readonly around: string;
}

const usual: ExploreQuery = { key: 'tenant', window: defaultWindow, baseline: 'usual', by: '', category: 'detractor', text: '', zoom: '', around: '' };

export function queryOfAddress(): ExploreQuery {
  const address = new URLSearchParams(location.search);
  const named = (Object.keys(usual) as (keyof ExploreQuery)[]).filter((name) => address.has(name));
  const asked = Object.fromEntries(named.map((name) => [name, address.get(name)!]));
  return { ...usual, ...asked, ...(asked.baseline === 'own' ? { baseline: null } : {}) };
}

/** Writes what differs from the usual into the address: a step that the browser's button goes back by, unless it only goes on with the one before. */
export function keepInAddress(query: ExploreQuery, isStep: boolean): void {
  const address = new URL(location.href);
  for (const name of Object.keys(usual) as (keyof ExploreQuery)[]) {
    const value = query[name] ?? 'own';
    if (value === usual[name]) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  if (isStep && address.href !== location.href) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}

/** By what a key is broken down unless somebody chooses: never by the dimension that it is itself of. */
export function usualBy(key: string): string {
  return key.includes('touchpoint/') ? 'channel' : 'touchpoint';
}
