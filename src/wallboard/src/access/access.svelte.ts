import { bearer, forgetKey, isKeyKept, isOfLink, keepKey, whenForgottenElsewhere } from './token';

/** What the page knows of who may see it: whether the server has refused it, and whom it lets in. */
class Access {
  /** The server answered 401: a key is wanted. */
  isAsked = $state(false);
  /** A key or link was sent, and it was refused. */
  isRefused = $state(false);
  /** The server lets everybody in, which every page has to say. */
  isOpen = $state(false);

  /** The server asks everybody for a key, which every example has to show. */
  needsKey = $state(false);

  /** What to send as a bearer; null when the page has none. */
  get token(): string | null {
    return bearer();
  }

  /** What to add to an address where no header can be set, as for an event source. */
  query(separator: '?' | '&'): string {
    return this.token === null ? '' : `${separator}access_token=${encodeURIComponent(this.token)}`;
  }

  refused(): void {
    this.isRefused = this.token !== null;
    this.isAsked = true;
  }

  keep(key: string): void {
    keepKey(key.trim());
    location.reload();
  }

  /** Whether the page was opened with a key that the browser keeps. */
  readonly isOfKey = isKeyKept() && !isOfLink();

  /** The page begins anew and asks for a key, and so does every other one of this browser. */
  forget(): void {
    forgetKey();
    location.reload();
  }

  constructor() {
    if (this.isOfKey) whenForgottenElsewhere(() => location.reload());
  }
}

export const access = new Access();
