import { wholeScore } from '../text/format';
import { aheadAt, instantOfClock } from '../text/zonedTime';
import { timeTicks } from './timeTicks';
import type { TrendPoint } from './TrendPoint';
import type { TrendStep } from './TrendStep';

/** What the drawing needs to know of the page. */
export interface TrendStyle {
  readonly line: string;
  readonly band: string;
  readonly volume: string;
  readonly grid: string;
  readonly text: string;
  readonly target: string;
  readonly surface: string;
  readonly fontFamily: string;
  /** The page's root font size in pixels, which everything is measured in. */
  readonly rem: number;
}

/** What is drawn besides the points, and who is told what somebody points at. */
export interface TrendDrawing {
  readonly timeZone: string;
  /** The score to reach; null for none. */
  readonly target: number | null;
  /** Instants to mark, in milliseconds since 1970. Asked at each drawing. */
  readonly marks: () => readonly number[];
  /** Told the index of the point that somebody points at; null for none. */
  readonly onPoint: (index: number | null) => void;
  /** Told the span that somebody drags across, in milliseconds since 1970; without it nothing can be dragged. */
  readonly onZoom?: (from: number, to: number) => void;
}

/** The lowest fifth of the plot belongs to the volume bars. */
const volumeShare = 0.2;

/** So many points above and below the line are kept for its band. */
const bandRoomMax = 25;

/** A click is no drag: fewer pixels than these do not zoom. */
const dragPixelsMin = 8;

const scoreSteps = [5, 10, 20, 50, 100];

export function trendStyle(element: Element): TrendStyle {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: colour('--accent'),
    band: colour('--accent-band'),
    volume: colour('--volume'),
    grid: colour('--line'),
    text: colour('--text-2'),
    target: colour('--target'),
    surface: colour('--surface'),
    fontFamily: style.fontFamily,
    rem: parseFloat(getComputedStyle(document.documentElement).fontSize),
  };
}

/** A score over time: its line with the band in which it may truly lie, how many responses each step rests on, target and notes. */
export class TrendChart {
  private readonly canvas = document.createElement('canvas');
  private readonly ctx: CanvasRenderingContext2D;
  private readonly frame: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  private points: readonly TrendPoint[] = [];
  /** Where each point stands: in the middle of its step, or of as much of it as is over, never in the future. */
  private instants: readonly number[] = [];
  private pointed: number | null = null;
  private dragged: { readonly from: number; to: number } | null = null;

  constructor(
    box: HTMLElement,
    private readonly size: { readonly width: number; readonly height: number },
    private readonly style: TrendStyle,
    private readonly drawing: TrendDrawing,
  ) {
    const { canvas } = this;
    const { rem } = style;
    canvas.width = Math.round(size.width * devicePixelRatio);
    canvas.height = Math.round(size.height * devicePixelRatio);
    canvas.style.cssText = `display:block;width:${size.width}px;height:${size.height}px;touch-action:pan-y`;
    this.frame = { left: 3.2 * rem, top: 0.7 * rem, right: size.width - 0.75 * rem, bottom: size.height - 1.6 * rem };
    this.ctx = canvas.getContext('2d')!;
    this.ctx.scale(devicePixelRatio, devicePixelRatio);
    canvas.addEventListener('pointermove', (event) => this.move(event.offsetX));
    canvas.addEventListener('pointerleave', () => this.point(null));
    if (drawing.onZoom) {
      canvas.addEventListener('pointerdown', (event) => {
        canvas.setPointerCapture(event.pointerId);
        this.dragged = { from: event.offsetX, to: event.offsetX };
      });
      canvas.addEventListener('pointerup', () => this.drop());
      canvas.addEventListener('pointercancel', () => (this.dragged = null));
    }
    box.append(canvas);
    this.draw();
  }

  /** @param until up to when the last step is known, in milliseconds since 1970 */
  show(points: readonly TrendPoint[], step: TrendStep, until: number): void {
    this.points = points;
    this.instants = points.map(({ from }) => (from + Math.max(from, Math.min(from + step.milliseconds, until))) / 2);
    this.draw();
  }

  destroy(): void {
    this.canvas.remove();
  }

  private move(x: number): void {
    if (this.dragged) this.dragged.to = x;
    const { scale } = this.times();
    let nearest: number | null = null;
    for (let index = 0; index < this.instants.length; index++)
      if (nearest === null || Math.abs(scale(this.instants[index]!) - x) < Math.abs(scale(this.instants[nearest]!) - x)) nearest = index;
    this.point(nearest);
  }

  private point(index: number | null): void {
    this.pointed = index;
    this.drawing.onPoint(index);
    this.draw();
  }

  private drop(): void {
    const dragged = this.dragged;
    this.dragged = null;
    this.draw();
    if (!dragged || Math.abs(dragged.to - dragged.from) < dragPixelsMin) return;
    const { at } = this.times();
    const [from, to] = [at(dragged.from), at(dragged.to)];
    this.drawing.onZoom?.(Math.min(from, to), Math.max(from, to));
  }

  /** The axis of time, with room for half a bar at both ends. */
  private times() {
    const first = this.instants[0] ?? 0;
    const last = this.instants[this.instants.length - 1] ?? 1;
    const room = Math.max((last - first) * 0.02, 150_000);
    const [from, to] = [first - room, last + room];
    const { left, right } = this.frame;
    return {
      from,
      to,
      scale: (instant: number) => left + ((instant - from) / (to - from)) * (right - left),
      at: (x: number) => from + ((Math.max(left, Math.min(right, x)) - left) / (right - left)) * (to - from),
    };
  }

  /** The axis of scores. The line fills the height; its band may leave the plot, since one step of three responses would flatten all others. */
  private scores() {
    const known = numbers(this.points.map((point) => point.nps));
    if (known.length > 0 && this.drawing.target !== null) known.push(this.drawing.target);
    let [low, high] = [-100, 100];
    if (known.length > 0) {
      low = Math.max(Math.min(...numbers(this.points.map((point) => point.low))), Math.min(...known) - bandRoomMax);
      high = Math.min(Math.max(...numbers(this.points.map((point) => point.high))), Math.max(...known) + bandRoomMax);
      const room = Math.max(2, (high - low) * 0.05, (30 - (high - low)) / 2);
      [low, high] = [low - room - (high - low + 2 * room) * volumeShare, Math.min(104, high + room)];
    }
    const { top, bottom } = this.frame;
    return { low, high, scale: (nps: number) => bottom - ((nps - low) / (high - low)) * (bottom - top) };
  }

  private draw(): void {
    const { ctx, frame, size, style } = this;
    const times = this.times();
    const scores = this.scores();
    ctx.clearRect(0, 0, size.width, size.height);
    ctx.font = `500 ${Math.round(0.8 * style.rem)}px ${style.fontFamily}`;
    this.drawScores(scores);
    if (this.points.length === 0) return;
    this.drawTimes(times);
    ctx.save();
    ctx.beginPath();
    ctx.rect(frame.left, frame.top - 0.3 * style.rem, frame.right - frame.left, frame.bottom - frame.top + 0.3 * style.rem);
    ctx.clip();
    this.drawVolume(times.scale);
    this.drawTarget(scores.scale);
    this.drawLine(times.scale, scores.scale);
    this.drawMarks(times.scale);
    this.drawPointer(times.scale);
    ctx.restore();
  }

  private drawScores({ low, high, scale }: { low: number; high: number; scale: (nps: number) => number }): void {
    const { ctx, frame, style, size } = this;
    const space = Math.max(1.3 * style.rem, size.height / 9);
    const step = scoreSteps.find((each) => scale(0) - scale(each) >= space) ?? 100;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'middle';
    for (let nps = Math.ceil(low / step) * step; nps <= Math.min(100, high); nps += step) {
      if (nps < -100) continue;
      const y = Math.round(scale(nps)) + 0.5;
      ctx.fillStyle = style.grid;
      ctx.fillRect(frame.left, y - 0.5, frame.right - frame.left, 1);
      ctx.fillStyle = style.text;
      ctx.fillText(wholeScore(nps), frame.left - 0.4 * style.rem, y);
    }
  }

  private drawTimes({ from, to, scale }: { from: number; to: number; scale: (instant: number) => number }): void {
    const { ctx, frame, style, size } = this;
    const { timeZone } = this.drawing;
    const most = Math.max(1, Math.floor((frame.right - frame.left) / (4.5 * style.rem)));
    const ahead = aheadAt(timeZone, from);
    const { ticks, format } = timeTicks(from + ahead, to + ahead, most, timeZone);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'top';
    ctx.fillStyle = style.text;
    for (const tick of ticks) {
      const instant = instantOfClock(timeZone, tick);
      const x = scale(instant);
      const text = format(tick).format(instant);
      const half = ctx.measureText(text).width / 2;
      if (x >= frame.left && x - half >= 0 && x + half <= size.width) ctx.fillText(text, x, frame.bottom + 0.4 * style.rem);
    }
  }

  private drawVolume(scale: (instant: number) => number): void {
    const { ctx, frame, style } = this;
    const most = Math.max(1, ...this.points.map((point) => point.total));
    const spacing = this.points.length > 1 ? scale(this.instants[1]!) - scale(this.instants[0]!) : frame.right - frame.left;
    const width = Math.max(1, Math.min(100, 0.62 * spacing));
    const room = (frame.bottom - frame.top) * volumeShare;
    ctx.fillStyle = style.volume;
    this.points.forEach(({ total }, index) => {
      const height = (total / most) * room;
      ctx.fillRect(scale(this.instants[index]!) - width / 2, frame.bottom - height, width, height);
    });
  }

  private drawLine(x: (instant: number) => number, y: (nps: number) => number): void {
    const { ctx, style } = this;
    for (const run of runs(this.points)) {
      const at = (index: number) => x(this.instants[index]!);
      ctx.beginPath();
      for (const index of run) ctx.lineTo(at(index), y(this.points[index]!.high ?? this.points[index]!.nps!));
      for (const index of [...run].reverse()) ctx.lineTo(at(index), y(this.points[index]!.low ?? this.points[index]!.nps!));
      ctx.fillStyle = style.band;
      ctx.fill();
      ctx.beginPath();
      for (const index of run) ctx.lineTo(at(index), y(this.points[index]!.nps!));
      ctx.strokeStyle = style.line;
      ctx.lineJoin = 'round';
      ctx.lineWidth = 0.14 * style.rem;
      ctx.stroke();
      ctx.fillStyle = style.surface;
      ctx.lineWidth = 0.12 * style.rem;
      for (const index of run) {
        ctx.beginPath();
        ctx.arc(at(index), y(this.points[index]!.nps!), 0.2 * style.rem, 0, 2 * Math.PI);
        ctx.fill();
        ctx.stroke();
      }
    }
  }

  /** A dashed line across the plot. */
  private drawTarget(scale: (nps: number) => number): void {
    const { target } = this.drawing;
    if (target === null) return;
    const { ctx, frame, style } = this;
    ctx.save();
    ctx.strokeStyle = style.target;
    ctx.lineWidth = 0.1 * style.rem;
    ctx.setLineDash([0.5 * style.rem, 0.35 * style.rem]);
    ctx.beginPath();
    ctx.moveTo(frame.left, scale(target));
    ctx.lineTo(frame.right, scale(target));
    ctx.stroke();
    ctx.restore();
  }

  /** A post with a flag at each instant, over everything else. */
  private drawMarks(scale: (instant: number) => number): void {
    const { ctx, frame, style } = this;
    // Whole pixels: a fine line between two of them is drawn as two pale ones.
    const width = Math.max(1, Math.round(0.08 * style.rem));
    ctx.fillStyle = style.text;
    for (const mark of this.drawing.marks()) {
      const x = Math.round(scale(mark));
      if (x < frame.left || x > frame.right) continue;
      ctx.fillRect(x, frame.top, width, frame.bottom - frame.top);
      ctx.beginPath();
      ctx.moveTo(x, frame.top);
      ctx.lineTo(x + 0.55 * style.rem, frame.top + 0.25 * style.rem);
      ctx.lineTo(x, frame.top + 0.5 * style.rem);
      ctx.fill();
    }
  }

  private drawPointer(scale: (instant: number) => number): void {
    const { ctx, frame, style, dragged, pointed } = this;
    if (dragged) {
      ctx.fillStyle = style.band;
      ctx.fillRect(Math.min(dragged.from, dragged.to), frame.top, Math.abs(dragged.to - dragged.from), frame.bottom - frame.top);
    } else if (pointed !== null && pointed < this.instants.length) {
      ctx.fillStyle = style.text;
      ctx.globalAlpha = 0.5;
      ctx.fillRect(Math.round(scale(this.instants[pointed]!)), frame.top, 1, frame.bottom - frame.top);
      ctx.globalAlpha = 1;
    }
  }
}

/** Neighbours that have a score; between two of these the line has a gap. */
function runs(points: readonly TrendPoint[]): number[][] {
  const found: number[][] = [];
  points.forEach((point, index) => {
    if (point.nps === null) return;
    const last = found[found.length - 1];
    if (last && last[last.length - 1] === index - 1) last.push(index);
    else found.push([index]);
  });
  return found;
}

function numbers(values: readonly (number | null)[]): number[] {
  return values.filter((value): value is number => value !== null);
}
