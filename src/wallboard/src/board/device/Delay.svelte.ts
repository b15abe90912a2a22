/** So many of the last delays are kept: enough for a percentile, and no more after a year than after a minute. */
const keptMax = 200;

/** How long responses take from their acceptance to the screen, and how much comes. */
export class Delay {
  /** The last ones, in milliseconds, oldest first. They are no state: nothing is drawn anew for them but the open overlay. */
  private kept: number[] = [];
  private connections = 0;
  private snapshots = 0;
  private readonly since = performance.now();
  private connectedAt: number | null = null;

  connected(): void {
    this.connections++;
    this.connectedAt = performance.now();
  }

  received(snapshots: number): void {
    this.snapshots += snapshots;
  }

  /** Called where a response's score is about to be drawn; `now` is the server's clock. */
  drawing(acceptedAt: number, now: () => number): void {
    // A message's turn comes after the frame that it was asked in has been painted; a hidden page paints none and tells nothing.
    if (document.hidden) return;
    requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = () => {
        painted.port1.close();
        this.kept = [...this.kept.slice(1 - keptMax), Math.max(0, now() - acceptedAt)];
      };
      painted.port2.postMessage(null);
    });
  }

  /** What the overlay shows at this moment. */
  read() {
    const sorted = [...this.kept].sort((a, b) => a - b);
    const at = (share: number) => (sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
    return {
      last: this.kept[this.kept.length - 1] ?? null,
      median: at(0.5),
      p95: at(0.95),
      measured: sorted.length,
      connections: this.connections,
      snapshots: this.snapshots,
      openMilliseconds: performance.now() - this.since,
      connectedMilliseconds: this.connectedAt === null ? null : performance.now() - this.connectedAt,
    };
  }
}
