/** A hidden page paints nothing; whatever waits for a frame goes on after this long all the same. */
const longestMilliseconds = 500;

/** When what was changed last is on the screen. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, longestMilliseconds);
    // A message's turn comes after the frame that it was asked in has been painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  });
}
