/**
 * Does the work again and again, with a pause between, until it says that it is done. What it throws counts as not done.
 * Returns what ends it early.
 */
export function repeatUntil(pauseMilliseconds: number, work: () => Promise<boolean>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isEnded = false;
  const once = async () => {
    const isDone = await work().catch(() => false);
    if (!isDone && !isEnded) timer = setTimeout(() => void once(), pauseMilliseconds);
  };
  void once();
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}
