const askAgainMilliseconds = 3_000;

/**
 * Loads a part of the page's code. When it can't be had, the server is away or serves another build by now, so that the page is
 * loaded anew as soon as the server answers; reloading before that would leave the browser's own page of failure on the wall.
 */
export async function loadLater<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch {
    return new Promise(() => {
      const timer = setInterval(() => {
        void fetch(location.href, { cache: 'no-store' }).then(
          (answer) => {
            if (!answer.ok) return;
            clearInterval(timer);
            location.reload();
          },
          () => {},
        );
      }, askAgainMilliseconds);
    });
  }
}
