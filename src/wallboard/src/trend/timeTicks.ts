import { timeFormat } from '../text/format';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Lengths that a clock or a calendar counts by. */
const lengths = [1, 5, 10, 15, 30].map((count) => count * minute).concat([1, 2, 3, 6, 12].map((count) => count * hour), [1, 2, 4, 7, 14].map((count) => count * day));

/** Months, where these are too short. */
const months = [1, 2, 3, 6, 12, 24, 60];

/** A day and a half: what is longer holds more than one midnight. */
const longDay = 36 * hour;

/**
 * Times to write below a plot, at most so many, as the clocks show them: milliseconds since 1970 as if the clocks showed UTC. And how each is written.
 */
export function timeTicks(from: number, to: number, most: number, timeZone: string): { ticks: readonly number[]; format: (tick: number) => Intl.DateTimeFormat } {
  const length = lengths.find((each) => (to - from) / each <= most);
  const monthYear = timeFormat(timeZone, { month: 'short', year: 'numeric' });
  if (length === undefined) {
    const [first, last] = [monthOf(from), monthOf(to)];
    const count = months.find((each) => (last - first) / each <= most) ?? 120;
    const ticks: number[] = [];
    for (let month = Math.ceil(first / count) * count; month <= last; month += count) ticks.push(Date.UTC(Math.floor(month / 12), month % 12));
    return { ticks: ticks.filter((tick) => tick >= from), format: () => monthYear };
  }
  const clock = timeFormat(timeZone, { hour: 'numeric', minute: '2-digit' });
  const hours = length >= hour && clock.resolvedOptions().hour12 ? timeFormat(timeZone, { hour: 'numeric' }) : clock;
  const date = timeFormat(timeZone, { day: 'numeric', month: 'short' });
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / length) * length; tick <= to; tick += length) ticks.push(tick);
  // Over several days a midnight says which day begins.
  return { ticks, format: (tick) => (length >= day || (to - from > longDay && tick % day === 0) ? date : hours) };
}

/** Months since the year 0. */
function monthOf(clock: number): number {
  const date = new Date(clock);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
