import type { Heartbeat, LeftOutScores, UnconfirmedScore } from '../api/Heartbeat';
import type { Snapshot } from '../api/Snapshot';
import type { Tenant } from '../api/Tenant';
import { access } from '../access/access.svelte';
import { getScore } from '../api/server';
import type { HubPlace, ScoreAddress, ScoreConnection } from '../connection/ScoreConnection';
import type { ScoreListener } from '../connection/ScoreListener';
import { isSelected, keysOf, type BoardConfig, type BoardSection } from './BoardConfig';
import { contactOf } from './device/contact';
import { Delay } from './device/Delay.svelte';
import { reloadWhenUpdated } from './device/reloadWhenUpdated';
import { keepInAddress } from './page/windows';

const clockMilliseconds = 500;

/** So many tiles are drawn anew in one frame; more would make a frame that is seen to be late. The rest waits for the next. */
const changesPerFrameMax = 15;

/** Everything that a board shows, kept true by one connection. */
export class BoardState {
  windowName = $state('');
  /** The keys that people have hidden. */
  hidden = $state.raw<ReadonlySet<string>>(new Set());

  private scores = $state.raw<ReadonlyMap<string, Snapshot>>(new Map());
  private heartbeat = $state.raw<Heartbeat | null>(null);
  private isConnected = $state(false);
  private wasConnected = $state(false);
  private heardAt = performance.now();
  private ticks = $state.raw(performance.now());
  private serverAhead = $state.raw<number | null>(null);

  /** Why the server shows nothing of what was asked for; null when it does. */
  refusal = $state<string | null>(null);

  /** How often everything was replaced: after each of these a history may have holes and is asked for again. */
  subscriptions = $state(0);

  /** How long responses take to the screen, and how the connection does. */
  readonly delay = new Delay();

  readonly whole = $derived(this.scores.get(this.config.hero) ?? this.firstOf(this.config.hero));
  readonly silence = $derived(Math.max(0, this.ticks - this.heardAt));
  /** The scores shown of which nobody knows whether they have moved since, by key, and when they were last confirmed. */
  readonly unconfirmed: ReadonlyMap<string, UnconfirmedScore> = $derived(
    new Map((this.heartbeat?.unconfirmed ?? []).filter((score) => score.window === this.windowName).map((score) => [score.key, score])),
  );
  readonly contact = $derived(contactOf(this.isConnected, this.wasConnected, this.silence, this.unconfirmed.size === 0));
  /** How many scores there are. */
  readonly size = $derived(this.scores.size);
  readonly hasEverConnected = $derived(this.wasConnected);
  /** The server's clock, in milliseconds since 1970; it moves twice a second. */
  readonly now = $derived.by(() => {
    void this.ticks;
    return Date.now() + (this.serverAhead ?? 0);
  });

  private connection: ScoreConnection | null = null;
  private isClosed = false;
  private readonly waiting = new Map<string, Snapshot>();
  private clock: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly tenant: Tenant,
    readonly config: BoardConfig,
  ) {
    this.windowName = config.window;
  }

  /** Shows the large score as soon as it is known, before there is a connection that keeps it and all others true. */
  async showFirst(): Promise<void> {
    const { windowName, config } = this;
    if (config.hero.endsWith('/*')) return;
    // Whatever is wrong here, the connection will find out and say.
    const first = await getScore(this.tenant.name, config.hero, windowName).catch(() => null);
    if (first === null || this.subscriptions > 0 || this.windowName !== windowName) return;
    this.scores = new Map([[first.key, first]]);
    this.readClock(first);
  }

  /** Keeps everything true from now on, by a connection of the given kind. */
  open(Connection: new (place: HubPlace, tenant: string, scores: readonly ScoreAddress[], listener: ScoreListener) => ScoreConnection): void {
    if (this.isClosed) return;
    this.clock = setInterval(() => (this.ticks = performance.now()), clockMilliseconds);
    const place = { address: '/hubs/scores', token: () => access.token };
    this.connection = new Connection(place, this.tenant.name, this.addresses(), {
      replaced: (snapshots) => this.replace(snapshots),
      changed: (snapshot) => this.change(snapshot),
      refused: (reason) => (this.refusal = reason),
      heartbeat: (heartbeat) => (this.heartbeat = heartbeat),
      heard: () => (this.heardAt = performance.now()),
      connected: (isConnected) => this.connectedIs(isConnected),
    });
    this.connection.open();
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.clock);
    this.connection?.close();
  }

  pick(windowName: string): void {
    if (windowName === this.windowName) return;
    this.windowName = windowName;
    keepInAddress(windowName);
    if (this.connection) void this.connection.change(this.addresses());
    // What is shown before there is a connection is of the window before.
    else this.scores = new Map();
  }

  /** The scores of a section that are known by now. */
  of(section: BoardSection): readonly Snapshot[] {
    // A hidden key is shown only where somebody named it.
    return [...this.scores.values()].filter((score) =>
      section.keys.some((selector) => selector === score.key || (isSelected(score.key, selector) && !this.hidden.has(score.key))),
    );
  }

  /** What of a section the server leaves out, since a viewer may not watch so many scores. */
  leftOutOf(section: BoardSection): readonly LeftOutScores[] {
    return (this.heartbeat?.leftOut ?? []).filter((left) => left.window === this.windowName && section.keys.includes(left.key));
  }

  /** A link may be for nothing but a wildcard: then the first of its scores is the large one. */
  private firstOf(selector: string): Snapshot | null {
    if (!selector.endsWith('/*')) return null;
    return [...this.scores.values()].find((score) => isSelected(score.key, selector)) ?? null;
  }

  private addresses() {
    return keysOf(this.config).map((key) => ({ key, window: this.windowName }));
  }

  private connectedIs(isConnected: boolean): void {
    if (isConnected && this.wasConnected) void reloadWhenUpdated();
    this.isConnected = isConnected;
    this.wasConnected ||= isConnected;
    this.ticks = performance.now();
    if (isConnected) this.delay.connected();
    else {
      // The machine's clock may have been set while the server was away, and the next connection says itself what is wrong with it.
      this.serverAhead = null;
      this.heartbeat = null;
    }
  }

  private replace(snapshots: readonly Snapshot[]): void {
    this.waiting.clear();
    this.refusal = null;
    this.scores = new Map(snapshots.map((snapshot) => [snapshot.key, snapshot]));
    for (const snapshot of snapshots) this.readClock(snapshot);
    this.subscriptions++;
  }

  /** Changes gather until the next frame: of a score that moved twice since, only the last is drawn. */
  private change(snapshot: Snapshot): void {
    if (this.waiting.size === 0) requestAnimationFrame(() => this.applyWaiting());
    this.waiting.set(snapshot.key, snapshot);
    this.delay.received(1);
    this.readClock(snapshot);
  }

  private applyWaiting(): void {
    if (this.waiting.size === 0) return;
    const scores = new Map(this.scores);
    const acceptedBefore = this.whole?.lastResponse?.acceptedAt;
    for (const key of this.dueKeys()) {
      scores.set(key, this.waiting.get(key)!);
      this.waiting.delete(key);
    }
    if (this.waiting.size > 0) requestAnimationFrame(() => this.applyWaiting());
    this.scores = scores;
    const acceptedAt = this.whole?.lastResponse?.acceptedAt;
    if (acceptedAt && acceptedAt !== acceptedBefore) this.delay.drawing(Date.parse(acceptedAt), () => Date.now() + (this.serverAhead ?? 0));
  }

  /** What is drawn in this frame: the large score whenever it changed, then what has waited longest. */
  private dueKeys(): readonly string[] {
    const hero = this.whole?.key;
    const longest = [...this.waiting.keys()].filter((key) => key !== hero).slice(0, changesPerFrameMax);
    return hero !== undefined && this.waiting.has(hero) ? [hero, ...longest] : longest;
  }

  /** The snapshot that was fastest on its way tells best by how much the server's clock is ahead of this machine's. */
  private readClock(snapshot: Snapshot): void {
    const ahead = Date.parse(snapshot.asOf) - Date.now();
    if (this.serverAhead === null || ahead > this.serverAhead) this.serverAhead = ahead;
  }
}
