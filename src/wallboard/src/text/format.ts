import { texts } from './texts';

/** Made when it is first needed: each of these formats costs a slow television some milliseconds. */
function lazily<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

/** Digits and dates as the viewer's browser is set; undefined stands for its own preference. */
const locale: string[] | undefined = navigator.languages.length > 0 ? [...navigator.languages] : undefined;

const scoreFormat = lazily(() => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 }));
const wholeScoreFormat = lazily(() => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 0 }));
const pointsFormat = lazily(() => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', minimumFractionDigits: 2, maximumFractionDigits: 2 }));
const countFormat = lazily(() => new Intl.NumberFormat(locale));
const shortCountFormat = lazily(() => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }));
const percentFormat = lazily(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
const plural = lazily(() => new Intl.PluralRules(texts.language));
const relative = lazily(() => new Intl.RelativeTimeFormat(texts.language, { numeric: 'always', style: 'narrow' }));

/** A score in three parts, so that the digits which matter can be set larger than the rest. */
export interface ScoreParts {
  readonly sign: string;
  readonly whole: string;
  readonly fraction: string;
}

/** A score as it is shown: to a tenth, half away from zero, once and everywhere. The server's has two places, which are exact here. */
export function shownScore(nps: number): number {
  return (Math.sign(nps) * Math.floor((Math.round(Math.abs(nps) * 100) + 5) / 10)) / 10;
}

/** How two scores differ as they are shown, so that whoever subtracts one from the other finds the same. */
export function shownDifference(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : Math.round(10 * (shownScore(now) - shownScore(before))) / 10;
}

export function scoreParts(nps: number): ScoreParts {
  const parts = formatOf(nps).formatToParts(shownScore(nps));
  const text = (types: readonly string[]) => parts.filter((part) => types.includes(part.type)).map((part) => part.value).join('');
  return {
    sign: typographicMinus(text(['plusSign', 'minusSign'])),
    whole: text(['integer']),
    fraction: text(['decimal', 'fraction']),
  };
}

export function score(nps: number): string {
  return typographicMinus(formatOf(nps).format(shownScore(nps)));
}

/** A difference in points, to the second place, since small effects add up to the large one. */
export function points(difference: number): string {
  return typographicMinus(pointsFormat().format(difference));
}

/** For the ends of a scale, where tenths would only be noise. */
export function wholeScore(nps: number): string {
  return typographicMinus(wholeScoreFormat().format(nps));
}

export function count(value: number): string {
  return (value < 10_000_000 ? countFormat() : shortCountFormat()).format(value);
}

export function shortCount(value: number): string {
  return (value < 100_000 ? countFormat() : shortCountFormat()).format(value);
}

/** The shares of parts in whole percents that sum to 100: what rounding down leaves goes to those that lost most by it (largest remainder). */
export function shares(parts: readonly number[]): readonly string[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  const exact = parts.map((part) => (whole === 0 ? 0 : (100 * part) / whole));
  const percents = exact.map(Math.floor);
  const left = whole === 0 ? 0 : 100 - percents.reduce((sum, percent) => sum + percent, 0);
  const byLoss = exact.map((_, index) => index).sort((a, b) => exact[b]! - percents[b]! - (exact[a]! - percents[a]!));
  for (const index of byLoss.slice(0, left)) percents[index]!++;
  return percents.map((percent) => percentFormat().format(percent / 100));
}

export function responses(value: number): string {
  return texts.responses[plural().select(value) === 'one' ? 'one' : 'other'](shortCount(value));
}

/** "12s ago", "3 min. ago", "2d ago". */
export function ago(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  if (seconds < 1) return texts.justNow;
  if (seconds < 60) return relative().format(-seconds, 'second');
  if (seconds < 3_600) return relative().format(-Math.floor(seconds / 60), 'minute');
  if (seconds < 172_800) return relative().format(-Math.floor(seconds / 3_600), 'hour');
  return relative().format(-Math.floor(seconds / 86_400), 'day');
}

const probabilityFormat = lazily(() => new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }));

/** "0.013"; what is too small to matter reads "< 0.0001". */
export function probability(p: number): string {
  return p < 0.0001 ? `< ${probabilityFormat().format(0.0001)}` : probabilityFormat().format(p);
}

const lengths = [
  { unit: 'day', milliseconds: 86_400_000 },
  { unit: 'hour', milliseconds: 3_600_000 },
  { unit: 'minute', milliseconds: 60_000 },
  { unit: 'second', milliseconds: 1_000 },
];

/** "2 days", "3 hr", "12 sec". */
export function duration(milliseconds: number): string {
  const length = lengths.find((candidate) => milliseconds >= candidate.milliseconds) ?? lengths[lengths.length - 1]!;
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit: length.unit, unitDisplay: 'short', maximumFractionDigits: 0 });
  return format.format(Math.floor(milliseconds / length.milliseconds));
}

/** Formats an instant in a tenant's time zone, UTC when this browser does not know the zone; in the viewer's own for null. */
export function timeFormat(timeZone: string | null, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  if (timeZone === null) return new Intl.DateTimeFormat(locale, options);
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  }
}

/** Alphabetical as people read it, with "web 2" before "web 10". */
export const byLabel = lazily(() => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }));

/** The ends of the scale need no tenth: there is nothing beyond them. */
function formatOf(nps: number): Intl.NumberFormat {
  return Math.abs(nps) >= 99.95 ? wholeScoreFormat() : scoreFormat();
}

function typographicMinus(text: string): string {
  return text.replace('-', '−');
}
