import { timeFormat } from './format';

/**
 * The instant at which the clocks of a time zone show what was typed into a date field, "2026-11-27T15:30", in milliseconds since
 * 1970. An hour that the zone skips is taken as the one after it; of an hour that it has twice, one of both is meant.
 */
export function instantIn(timeZone: string, typed: string): number {
  return instantOfClock(timeZone, Date.parse(`${typed}Z`));
}

/** The same of what the clocks show in milliseconds since 1970, as if it were UTC. */
export function instantOfClock(timeZone: string, clock: number): number {
  // The zone's distance from UTC at nearly the right instant tells a better one, unless the clocks were changed in between.
  const near = clock - aheadAt(timeZone, clock);
  return clock - aheadAt(timeZone, near);
}

/** What a date field shows for an instant: the time on the clocks of a time zone, as in "2026-11-27T15:30". */
export function typedIn(timeZone: string, instant: number): string {
  return new Date(instant + aheadAt(timeZone, instant)).toISOString().slice(0, 16);
}

/** By how many milliseconds a zone's clocks are ahead of UTC at an instant. */
export function aheadAt(timeZone: string, instant: number): number {
  let clock = clocks.get(timeZone);
  if (!clock) clocks.set(timeZone, (clock = clockOf(timeZone)));
  const parts = clock.formatToParts(instant);
  const shown = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const asUtc = Date.UTC(shown('year'), shown('month') - 1, shown('day'), shown('hour'), shown('minute'));
  return asUtc - Math.floor(instant / 60_000) * 60_000;
}

/** Each costs a slow television some milliseconds. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  return timeFormat(timeZone, {
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
}
