const keyName = 'nps.key';

/** The key or board link that this page shows, and whether the server has refused the page without one. */
class Access {
  /** The server answered 401: a key is wanted. */
  isAsked = $state(false);
  /** A key or link was sent, and it was refused. */
  isRefused = $state(false);
  /** The server lets everybody in, which every page has to say. */
  isOpen = $state(false);

  /** The server asks everybody for a key, which every example has to show. */
  needsKey = $state(false);

  private readonly linkName = `nps.link:${location.pathname}`;

  constructor() {
    this.takeLink();
  }

  /** What to send as a bearer; null when the page has none. */
  get token(): string | null {
    return read(this.linkName) ?? read(keyName);
  }

  /** What to add to an address where no header can be set, as for an event source. */
  query(separator: '?' | '&'): string {
    return this.token === null ? '' : `${separator}access_token=${encodeURIComponent(this.token)}`;
  }

  get headers(): Record<string, string> {
    return this.token === null ? {} : { authorization: `Bearer ${this.token}` };
  }

  refused(): void {
    this.isRefused = this.token !== null;
    this.isAsked = true;
  }

  keep(key: string): void {
    write(keyName, key.trim());
    location.reload();
  }

  /** A television is given its link in the fragment, which no server and no log ever sees. It is kept, since sets forget addresses. */
  private takeLink(): void {
    const link = new URLSearchParams(location.hash.slice(1)).get('link');
    if (!link) return;
    write(this.linkName, link);
    history.replaceState(null, '', location.pathname + location.search);
  }
}

/** A browser that forbids storage shows the page all the same; its key lasts as long as the page. */
const forgotten = new Map<string, string>();

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

export const access = new Access();
