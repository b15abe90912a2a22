/**
 * Loads the page again when the server now serves another build of it: a board on a wall has nobody who would press a key
 * after an update. The name of the script is the build's fingerprint. While the server serves this very build, or answers
 * anything else, nothing happens, so that this can't go round in a circle.
 */
export async function reloadWhenUpdated(): Promise<void> {
  const running = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute('src');
  if (!running?.startsWith('/assets/')) return;
  try {
    const response = await fetch('/', { cache: 'no-store' });
    const page = response.ok ? await response.text() : '';
    const served = /<script type="module"[^>]* src="(\/assets\/[^"]+)"/.exec(page)?.[1];
    if (served && served !== running) location.reload();
  } catch {
    // The connection is gone again; the next one asks once more.
  }
}
