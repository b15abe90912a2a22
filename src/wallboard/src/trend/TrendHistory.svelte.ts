import { getHistory } from '../api/server';
import type { Snapshot } from '../api/Snapshot';
import { alignedTo, everything, stepFor, type TrendStep } from './TrendStep';
import { trendPointOf, type TrendPoint } from './TrendPoint';

/** A busy tenant changes ten times a second; its last step is asked for at most this often. */
const tailMilliseconds = 2_000;

/** Late and corrected responses change steps that are long past: the whole is asked for again this often. */
const wholeMilliseconds = 120_000;

const retryMilliseconds = 5_000;

/** The steps of a window, asked for once as a whole and then kept true at its end. */
export class TrendHistory {
  points = $state.raw<readonly TrendPoint[]>([]);
  step = $state.raw<TrendStep | null>(null);
  isLoaded = $state(false);
  /** Up to when the last step is known. */
  until = $state(0);

  private span = '';
  private wholeAt = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isAsking = false;
  private isClosed = false;
  private latest: Snapshot | null = null;

  /** @param isReplaced whether the connection was made anew, so that steps may have been missed */
  follow(whole: Snapshot, isReplaced: boolean): void {
    if (this.latest?.window.name !== whole.window.name) {
      this.isLoaded = false;
      this.points = [];
      this.wholeAt = -Infinity;
    }
    if (isReplaced) this.wholeAt = -Infinity;
    this.latest = whole;
    if (this.wholeAt === -Infinity) this.ask(0);
    else if (this.timer === undefined) this.ask(tailMilliseconds);
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  private ask(afterMilliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.answer(), afterMilliseconds);
  }

  private async answer(): Promise<void> {
    if (this.isAsking) return this.ask(tailMilliseconds);
    const whole = this.latest!;
    this.timer = undefined;
    this.isAsking = true;
    try {
      await this.bring(whole);
    } catch {
      if (!this.isClosed) this.ask(retryMilliseconds);
    } finally {
      this.isAsking = false;
    }
  }

  private async bring(whole: Snapshot): Promise<void> {
    const to = Date.parse(whole.window.to);
    const isWholeDue = performance.now() - this.wholeAt > wholeMilliseconds || this.span !== spanOf(whole);
    const last = this.points[this.points.length - 1];
    const from = isWholeDue || !last || !this.step ? await this.begin(whole, to) : last.from;
    const step = this.step!;
    const fresh = (await getHistory(whole.tenant, whole.key, from, to, step.name)).map(trendPointOf);
    if (this.isClosed || whole.window.name !== this.latest?.window.name) return;
    const kept = isWholeDue ? [] : this.points.filter((point) => point.from < from && point.from >= this.oldest(whole));
    this.points = trimmed([...kept, ...fresh], whole.window.from === null);
    this.until = to;
    this.isLoaded = true;
    this.span = spanOf(whole);
    if (isWholeDue) this.wholeAt = performance.now();
  }

  /** Chooses the step and returns where the first one begins. */
  private async begin(whole: Snapshot, to: number): Promise<number> {
    let from = whole.window.from === null ? await this.firstResponse(whole, to) : Date.parse(whole.window.from);
    this.step = stepFor(whole.window.name === 'today' ? 86_400_000 : to - from);
    from = alignedTo(this.step, from);
    return from;
  }

  /** All time begins with the month of the first response. */
  private async firstResponse(whole: Snapshot, to: number): Promise<number> {
    const months = await getHistory(whole.tenant, whole.key, to - everything.milliseconds, to, everything.step.name);
    const first = months.find((month) => month.counts.total > 0);
    return first ? Date.parse(first.from) : to - 86_400_000;
  }

  private oldest(whole: Snapshot): number {
    return whole.window.from === null ? -Infinity : Date.parse(whole.window.from) - this.step!.milliseconds;
  }
}

/** Another span means other steps; rolling windows keep theirs while they roll. */
function spanOf(whole: Snapshot): string {
  const isCalendar = !/^\d/.test(whole.window.name) && whole.window.from !== null;
  return isCalendar ? `${whole.window.name} ${whole.window.from}` : whole.window.name;
}

function trimmed(points: TrendPoint[], fromFirstResponse: boolean): readonly TrendPoint[] {
  const first = fromFirstResponse ? points.findIndex((point) => point.total > 0) : 0;
  return points.slice(Math.max(0, first));
}
