import uPlot from 'uplot';
import { timeFormat, wholeScore } from '../text/format';
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

/** What is drawn besides the points. */
export interface TrendDrawing {
  readonly timeZone: string;
  /** The score to reach; null for none. */
  readonly target: number | null;
  /** Instants to mark, in milliseconds since 1970. Asked at each drawing. */
  readonly marks?: () => readonly number[];
  /** Told the span that somebody drags across, in milliseconds since 1970; without it nothing can be dragged. */
  readonly onZoom?: (from: number, to: number) => void;
}

/** The volume bars take the lowest fifth of the plot. */
const volumeShare = 5;

/** A day and a half: what is longer holds more than one midnight. */
const longDaySeconds = 129_600;

/** So many points above and below the line are kept for its band. */
const bandRoomMax = 25;

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

/** Columns as uPlot wants them; a point stands in the middle of its step, or of as much of it as is over: never in the future. */
export function trendColumns(points: readonly TrendPoint[], step: TrendStep, until: number): uPlot.AlignedData {
  return [
    points.map((point) => (point.from + Math.max(point.from, Math.min(point.from + step.milliseconds, until))) / 2_000),
    points.map((point) => point.high),
    points.map((point) => point.low),
    points.map((point) => point.nps),
    points.map((point) => point.total),
  ];
}

export function trendOptions(
  size: { width: number; height: number },
  style: TrendStyle,
  { timeZone, target, marks, onZoom }: TrendDrawing,
  onPoint: (index: number | null) => void,
): uPlot.Options {
  // Whole pixels: uPlot reads the size with a pattern that knows no fractions, and would scale only what follows the point.
  const font = `500 ${Math.round(0.8 * style.rem)}px ${style.fontFamily}`;
  const minute = timeFormat(timeZone, { hour: 'numeric', minute: '2-digit' });
  const isShort = minute.resolvedOptions().hour12;
  const hour = isShort ? timeFormat(timeZone, { hour: 'numeric' }) : minute;
  const day = timeFormat(timeZone, { day: 'numeric', month: 'short' });
  const month = timeFormat(timeZone, { month: 'short', year: 'numeric' });
  const formatOf = (seconds: number, increment: number, span: number) => {
    // Over several days a midnight says which day begins.
    const isDay = increment >= 86_400 || (span > longDaySeconds && isMidnight(inZone(seconds, timeZone)));
    if (isDay) return increment < 28 * 86_400 ? day : month;
    return increment < 3_600 ? minute : hour;
  };
  return {
    ...size,
    padding: [0.7 * style.rem, 0.75 * style.rem, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: onZoom !== undefined, setScale: false }, points: { show: false } },
    select: { show: onZoom !== undefined, left: 0, top: 0, width: 0, height: 0 },
    hooks: {
      setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)],
      drawAxes: [(plot) => drawTarget(plot, target, style)],
      draw: [(plot) => drawMarks(plot, marks?.() ?? [], style)],
      setSelect: [(plot) => zoomTo(plot, onZoom)],
    },
    tzDate: (seconds) => inZone(seconds, timeZone),
    scales: {
      // Of a single point uPlot would make some years.
      x: { time: true, range: (plot) => widened(plot.data[0]) },
      nps: { range: (plot) => npsRange(plot.data, target) },
      volume: { range: (_plot, _min, max) => [0, Math.max(1, max ?? 1) * volumeShare] },
    },
    axes: [
      {
        stroke: style.text,
        font,
        size: 1.5 * style.rem,
        gap: 0.3 * style.rem,
        space: 4.5 * style.rem,
        grid: { show: false },
        ticks: { show: false },
        values: (plot, splits, _axis, _space, increment) => {
          const span = splits[splits.length - 1]! - splits[0]!;
          return splits.map((seconds) => fitting(plot, font, seconds, formatOf(seconds, increment, span).format(seconds * 1_000)));
        },
      },
      {
        scale: 'nps',
        stroke: style.text,
        font,
        size: 3 * style.rem,
        gap: 0.4 * style.rem,
        space: Math.max(1.3 * style.rem, size.height / 9),
        grid: { stroke: style.grid, width: 1 },
        ticks: { show: false },
        incrs: [5, 10, 20, 50, 100],
        filter: (_plot, splits) => splits.map((split) => (Math.abs(split) <= 100 ? split : null)),
        values: (_plot, splits) => splits.map((split) => (split === null ? '' : wholeScore(split))),
      },
    ],
    bands: [{ series: [1, 2], fill: style.band }],
    series: [
      {},
      { scale: 'nps', stroke: 'transparent', width: 0, points: { show: false } },
      { scale: 'nps', stroke: 'transparent', width: 0, points: { show: false } },
      {
        scale: 'nps',
        stroke: style.line,
        width: 0.14 * style.rem,
        points: { show: true, size: 0.42 * style.rem, fill: style.surface, stroke: style.line, width: 0.12 * style.rem },
      },
      {
        scale: 'volume',
        fill: style.volume,
        width: 0,
        points: { show: false },
        paths: uPlot.paths.bars!({ size: [0.62, 100], radius: 0.15 }),
      },
    ],
  };
}

/** A time below the plot; none where its end would be cut off by the edge. */
function fitting(plot: uPlot, font: string, seconds: number, label: string): string {
  plot.ctx.save();
  plot.ctx.font = font;
  const half = plot.ctx.measureText(label).width / 2;
  plot.ctx.restore();
  const at = plot.bbox.left / devicePixelRatio + plot.valToPos(seconds, 'x');
  return at - half < 0 || at + half > plot.width ? '' : label;
}

function isMidnight(date: Date): boolean {
  return date.getHours() === 0 && date.getMinutes() === 0;
}

/** uPlot chooses its ticks by the calendar of the date it is given; a zone this browser does not know is taken as UTC. */
function inZone(seconds: number, timeZone: string): Date {
  try {
    return uPlot.tzDate(new Date(seconds * 1_000), timeZone);
  } catch {
    return uPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC');
  }
}

/** Room for half a bar at both ends. */
function widened(instants: ArrayLike<number>): [number, number] {
  const from = instants[0] ?? 0;
  const to = instants[instants.length - 1] ?? 1;
  const room = Math.max((to - from) * 0.02, 150);
  return [from - room, to + room];
}

/**
 * The line fills the height. Its band may leave the plot when it is wide, since one step with three responses would flatten all
 * others.
 */
function npsRange([, highs, lows, scores]: uPlot.AlignedData, target: number | null): [number, number] {
  const known = numbers(scores);
  if (known.length === 0) return [-100, 100];
  if (target !== null) known.push(target);
  const low = Math.max(Math.min(...numbers(lows)), Math.min(...known) - bandRoomMax);
  const high = Math.min(Math.max(...numbers(highs)), Math.max(...known) + bandRoomMax);
  const room = Math.max(2, (high - low) * 0.05, (30 - (high - low)) / 2);
  // The lowest fifth belongs to the volume.
  const bottom = low - room - (high - low + 2 * room) * 0.2;
  return [bottom, Math.min(104, high + room)];
}

function numbers(column: ArrayLike<number | null | undefined> | undefined): number[] {
  return Array.from(column ?? []).filter((value): value is number => value != null);
}

/** A dashed line across the plot, behind the score's own. */
function drawTarget(plot: uPlot, target: number | null, style: TrendStyle): void {
  if (target === null) return;
  const y = plot.valToPos(target, 'nps', true);
  const { left, width, top, height } = plot.bbox;
  if (y < top || y > top + height) return;
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = style.target;
  ctx.lineWidth = 0.1 * style.rem * devicePixelRatio;
  ctx.setLineDash([0.5 * style.rem * devicePixelRatio, 0.35 * style.rem * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(left + width, y);
  ctx.stroke();
  ctx.restore();
}

/** A post with a flag at each instant, over everything else. */
function drawMarks(plot: uPlot, marks: readonly number[], style: TrendStyle): void {
  const { ctx, bbox } = plot;
  const unit = style.rem * devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = style.text;
  // Whole pixels: a fine line between two of them is drawn as two pale ones.
  ctx.lineWidth = Math.max(1, Math.round(0.08 * unit));
  for (const mark of marks) {
    const at = plot.valToPos(mark / 1_000, 'x', true);
    if (at < bbox.left || at > bbox.left + bbox.width) continue;
    const x = Math.round(at) + (ctx.lineWidth % 2) / 2;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x + 0.55 * unit, bbox.top + 0.25 * unit);
    ctx.lineTo(x, bbox.top + 0.5 * unit);
    ctx.fill();
  }
  ctx.restore();
}

/** A click is no drag: fewer pixels than these do not zoom. */
const dragPixelsMin = 8;

function zoomTo(plot: uPlot, onZoom: TrendDrawing['onZoom']): void {
  const { left, width } = plot.select;
  if (!onZoom || width < dragPixelsMin) return;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onZoom(plot.posToVal(left, 'x') * 1_000, plot.posToVal(left + width, 'x') * 1_000);
}
