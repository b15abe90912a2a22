const keyName = 'nps.key';
const linkName = `nps.link:${location.pathname}`;

/**
 * A browser that forbids storage shows the page all the same; its key lasts as long as the page, on which the script that runs first
 * and the code of the screens each have this file.
 */
const forgotten = (window.npsForgotten = window.npsForgotten ?? new Map<string, string>());

declare global {
  interface Window {
    npsForgotten?: Map<string, string>;
  }
}

/** What to send as a bearer: the page's link, or the browser's key; null when there is neither. */
export function bearer(): string | null {
  return read(linkName) ?? read(keyName);
}

/** Whether the page shows what a link shows, which may be less than the whole tenant. */
export function isOfLink(): boolean {
  return read(linkName) !== null;
}

export function keepKey(key: string): void {
  write(keyName, key);
}

/** Whether this browser keeps a key, which its other pages use too. */
export function isKeyKept(): boolean {
  return read(keyName) !== null;
}

export function forgetKey(): void {
  forgotten.delete(keyName);
  try {
    localStorage.removeItem(keyName);
  } catch {
    // Then only the map above had it.
  }
}

/** Calls when another page of this browser has forgotten the key. */
export function whenForgottenElsewhere(tell: () => void): void {
  addEventListener('storage', (change) => {
    if ((change.key === keyName || change.key === null) && change.newValue === null) tell();
  });
}

/** A television is given its link in the fragment, which no server and no log ever sees. It is kept, since sets forget addresses. */
export function takeLink(): void {
  const link = new URLSearchParams(location.hash.slice(1)).get('link');
  if (!link) return;
  write(linkName, link);
  history.replaceState(null, '', location.pathname + location.search);
}

export function bearerHeaders(): Record<string, string> {
  const token = bearer();
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name) ?? forgotten.get(name) ?? null;
  } catch {
    return forgotten.get(name) ?? null;
  }
}

function write(name: string, value: string): void {
  forgotten.set(name, value);
  try {
    localStorage.setItem(name, value);
  } catch {
    // The map above keeps it for as long as the page lives.
  }
}
