import { isSameBoard, type FoundBoard } from './FoundBoard';

/** A board that is on the page: the one that is seen, or the one that gets ready behind it. */
export interface Layer {
  readonly number: number;
  readonly found: FoundBoard;
}

const usualSeconds = 30;
const leastSeconds = 5;

/** So long before its turn the next board is made, unseen, so that it is complete when its turn comes. */
const leadMilliseconds = 4_000;

/** The trend follows the scores within this. */
const momentMilliseconds = 1_000;

/** So long a board whose turn has come may take to get ready; after that another one gets its turn. */
const patienceMilliseconds = 15_000;

/**
 * Saved boards by turns. One takes another's place only when it has its scores: a server that is away leaves the board that is
 * seen, which says how old it is. A board that somebody saves anew takes its own place in the same way.
 */
export class Rotation {
  seen = $state.raw<Layer | null>(null);
  coming = $state.raw<Layer | null>(null);

  readonly layers = $derived([this.seen, this.coming].filter((layer) => layer !== null));

  private boards: readonly FoundBoard[] = [];
  private numbers = 0;
  private isDue = false;
  private isReady = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param askedSeconds how long each board is shown, by the address; null where the first board says it */
  constructor(private readonly askedSeconds: number | null) {}

  /** Takes in the boards as they are saved now. */
  take(boards: readonly FoundBoard[]): void {
    this.boards = boards;
    const first = boards[0];
    if (!first) this.clear();
    else if (!this.seen) this.show(this.layer(first));
    else if (!this.coming) {
      const saved = boards.find((board) => this.isSeen(board)) ?? first;
      if (!isSameBoard(saved, this.seen.found)) this.prepare(saved, momentMilliseconds);
      else if (this.timer === undefined && boards.length > 1) this.wait();
    }
  }

  /** A board has everything that it shows. */
  ready(layer: Layer): void {
    if (layer !== this.coming) return;
    this.isReady = true;
    this.swap();
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.seen = this.coming = null;
  }

  private layer(found: FoundBoard): Layer {
    return { number: ++this.numbers, found };
  }

  private show(layer: Layer): void {
    this.coming = null;
    this.seen = layer;
    this.wait();
  }

  /** Lets the board that is seen stand for its time. */
  private wait(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.boards.length < 2) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.boards.length > 1) this.prepare(this.nextAfter(this.seen!.found), leadMilliseconds);
    }, this.milliseconds - leadMilliseconds);
  }

  private prepare(board: FoundBoard, leadMilliseconds: number): void {
    clearTimeout(this.timer);
    this.coming = this.layer(board);
    this.isReady = false;
    this.isDue = false;
    this.timer = setTimeout(() => this.due(), leadMilliseconds);
  }

  private due(): void {
    this.isDue = true;
    this.timer = setTimeout(() => this.skip(), patienceMilliseconds);
    this.swap();
  }

  private swap(): void {
    if (this.isDue && this.isReady && this.coming) this.show(this.coming);
  }

  /** Passes over a board that does not get ready. With nobody else to come it is tried again when the boards are asked for next. */
  private skip(): void {
    const skipped = this.coming?.found;
    this.coming = null;
    this.timer = undefined;
    if (!skipped) return;
    const next = this.nextAfter(skipped);
    if (this.isSeen(next)) this.wait();
    else this.prepare(next, momentMilliseconds);
  }

  private nextAfter(found: FoundBoard): FoundBoard {
    const place = this.boards.findIndex((board) => board.tenant === found.tenant && board.id === found.id);
    return this.boards[(place + 1) % this.boards.length]!;
  }

  private isSeen(board: FoundBoard): boolean {
    return board.tenant === this.seen?.found.tenant && board.id === this.seen.found.id;
  }

  private get milliseconds(): number {
    return Math.max(leastSeconds, this.askedSeconds ?? this.boards[0]?.board.seconds ?? usualSeconds) * 1_000;
  }
}
