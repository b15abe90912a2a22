import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr';
import type { Heartbeat } from '../api/Heartbeat';
import type { Snapshot } from '../api/Snapshot';
import { HeardProtocol } from './HeardProtocol';
import { retryDelay } from './retryDelay';
import type { ScoreListener } from './ScoreListener';
import { within } from './within';

const answerWithinMilliseconds = 10_000;

/** After so much silence the server is asked, whatever its own ping interval may be. */
const probeAfterMilliseconds = 4_000;

/** After so much silence the connection is given up and made anew. */
const silenceMillisecondsMax = 15_000;

/** One score to watch: a key, or a wildcard such as `channel/*`, and a window. */
export interface ScoreAddress {
  readonly key: string;
  readonly window: string;
}

/** Where the hub is, and what lets this viewer in. */
export interface HubPlace {
  readonly address: string;
  /** The key or link to send; null for none. Asked again for each connection. */
  readonly token: () => string | null;
}

/**
 * Keeps a viewer subscribed for as long as it is open. Every attempt uses a connection of its own, so that the first one, one
 * after a restart of the server and one after a week without a network all go the same way.
 *
 * It opens a WebSocket at once, without the hub's negotiation: that would be two requests which must reach the same node, and a
 * proxy that spreads requests over nodes sends them to different ones. Where this fails, as behind a proxy that lets no WebSockets
 * through, the next attempt negotiates.
 */
export class ScoreConnection {
  private connection: HubConnection | null = null;
  private isClosed = false;
  private wake: () => void = () => {};
  private heardAt = 0;
  private early: Snapshot[] | null = null;
  private isNegotiating = false;

  constructor(
    private readonly place: HubPlace,
    private readonly tenant: string,
    private scores: readonly ScoreAddress[],
    private readonly listener: ScoreListener,
  ) {}

  open(): void {
    addEventListener('online', this.retryNow);
    document.addEventListener('visibilitychange', this.retryNow);
    void this.run();
  }

  close(): void {
    this.isClosed = true;
    removeEventListener('online', this.retryNow);
    document.removeEventListener('visibilitychange', this.retryNow);
    this.wake();
    void this.connection?.stop();
  }

  /** Watches other scores from now on. When the connection is down, the next subscription asks for them. */
  async change(scores: readonly ScoreAddress[]): Promise<void> {
    const before = this.request();
    this.scores = scores;
    const connection = this.connection;
    if (connection?.state !== HubConnectionState.Connected) return;
    try {
      await connection.invoke('Unsubscribe', before);
      await this.subscribe(connection);
    } catch {
      // A connection that can't subscribe is of no use: the loop makes another.
      void connection.stop();
    }
  }

  private readonly retryNow = (): void => this.wake();

  private async run(): Promise<void> {
    for (let attempt = 0; !this.isClosed; attempt++) {
      if (await this.live()) attempt = 0;
      else this.isNegotiating = !this.isNegotiating;
      this.listener.connected(false);
      if (!this.isClosed) await this.pause(retryDelay(attempt));
    }
  }

  /** One connection from its beginning to its end. Returns whether it ever got as far as a subscription. */
  private async live(): Promise<boolean> {
    const connection = this.build();
    this.connection = connection;
    const ended = new Promise<void>((resolve) => connection.onclose(() => resolve()));
    let isSubscribed = false;
    let probe: ReturnType<typeof setInterval> | undefined;
    try {
      await within(answerWithinMilliseconds, connection.start());
      await this.subscribe(connection);
      isSubscribed = true;
      this.listener.connected(true);
      probe = setInterval(() => this.probe(connection), 1_000);
      await ended;
    } catch (error) {
      // Whatever went wrong, the answer is the same: try again. The board says how long it has heard nothing.
      const reason = refusalOf(error);
      if (reason !== null) this.listener.refused?.(reason);
      void connection.stop().catch(() => {});
    } finally {
      clearInterval(probe);
    }
    return isSubscribed;
  }

  private build(): HubConnection {
    const token = this.place.token();
    const connection = new HubConnectionBuilder()
      .withUrl(this.place.address, {
        timeout: answerWithinMilliseconds,
        ...(this.isNegotiating ? {} : { skipNegotiation: true, transport: HttpTransportType.WebSockets }),
        ...(token === null ? {} : { accessTokenFactory: () => token }),
      })
      .withHubProtocol(new HeardProtocol(this.heard))
      .withServerTimeout(silenceMillisecondsMax)
      // The board itself says when the connection is lost; a page that hangs for months must not fill a console.
      .configureLogging(LogLevel.None)
      .build();
    connection.on('scoreChanged', (snapshot: Snapshot) => {
      if (connection !== this.connection || !this.isWanted(snapshot)) return;
      if (this.early) this.early.push(snapshot);
      else this.listener.changed(snapshot);
    });
    connection.on('heartbeat', (heartbeat: Heartbeat) => {
      if (connection === this.connection) this.listener.heartbeat?.(heartbeat);
    });
    return connection;
  }

  private async subscribe(connection: HubConnection): Promise<void> {
    this.early = [];
    const scores = this.scores;
    const answer = await within(answerWithinMilliseconds, connection.invoke<Snapshot[]>('Subscribe', this.request()));
    if (scores !== this.scores) return;
    // A change may overtake the answer on its way. Both come from the same clock, so the later one is the one to show.
    const latest = new Map(answer.map((snapshot) => [addressOf(snapshot), snapshot]));
    for (const snapshot of this.early ?? []) {
      const known = latest.get(addressOf(snapshot));
      if (!known || Date.parse(known.asOf) <= Date.parse(snapshot.asOf)) latest.set(addressOf(snapshot), snapshot);
    }
    this.early = null;
    this.listener.replaced([...latest.values()]);
  }

  private probe(connection: HubConnection): void {
    if (performance.now() - this.heardAt < probeAfterMilliseconds) return;
    this.heardAt = performance.now();
    // Subscribing to what is subscribed already changes nothing; that an answer comes is all that matters, and it counts as heard.
    connection.invoke('Subscribe', { tenant: this.tenant, scores: this.scores.slice(0, 1) }).catch(() => {});
  }

  private readonly heard = (): void => {
    this.heardAt = performance.now();
    this.listener.heard();
  };

  private isWanted(snapshot: Snapshot): boolean {
    return this.scores.some((score) => score.window === snapshot.window.name);
  }

  private request() {
    return { tenant: this.tenant, scores: this.scores };
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** What a hub's own error says behind the words that the client puts before it; null for any other failure. */
function refusalOf(error: unknown): string | null {
  return /HubException: (.*)$/s.exec(error instanceof Error ? error.message : '')?.[1] ?? null;
}

function addressOf(snapshot: Snapshot): string {
  return `${snapshot.key}@${snapshot.window.name}`;
}
