import { access } from '../access/access.svelte';
import type { ScoreAddress } from '../connection/ScoreConnection';
import { streamPath } from './snippets';

/** One event as it came. */
export interface StreamMessage {
  readonly number: number;
  readonly at: number;
  readonly type: string;
  readonly id: string;
  readonly json: string;
}

const keptMax = 60;
const reopenMilliseconds = 3_000;

/** Listens to the very stream that a program would open, and keeps the last events just as they came. */
export class MessageFeed {
  messages = $state.raw<readonly StreamMessage[]>([]);
  received = $state(0);
  state = $state<'connecting' | 'open' | 'lost'>('connecting');
  isPaused = $state(false);

  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: StreamMessage[] = [];

  constructor(private readonly tenant: string) {}

  listen(scores: readonly ScoreAddress[]): void {
    this.close();
    this.messages = [];
    this.received = 0;
    this.state = 'connecting';
    if (scores.length === 0) return;
    const source = new EventSource(streamPath(this.tenant, scores) + access.query('&'));
    this.source = source;
    source.onopen = () => (this.state = 'open');
    source.onerror = () => {
      this.state = 'lost';
      if (source.readyState === EventSource.CLOSED) this.timer = setTimeout(() => this.listen(scores), reopenMilliseconds);
    };
    for (const type of ['score', 'heartbeat']) source.addEventListener(type, (event) => this.take(type, event as MessageEvent<string>));
  }

  close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.waiting = [];
  }

  private take(type: string, event: MessageEvent<string>): void {
    this.received++;
    if (this.isPaused) return;
    // A busy stream is drawn once a frame, however much of it comes.
    if (this.waiting.length === 0) requestAnimationFrame(() => this.show());
    this.waiting.push({ number: this.received, at: Date.now(), type, id: event.lastEventId, json: event.data });
  }

  private show(): void {
    this.messages = [...this.waiting.reverse(), ...this.messages].slice(0, keptMax);
    this.waiting = [];
  }
}
