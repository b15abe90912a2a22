import type { ScoreComparison } from '../api/ScoreComparison';
import { count, responses, timeFormat } from './format';
import { baselineText, texts } from './texts';

const day = 24 * 3_600_000;

/** What a score was compared with, in words: "8 Tuesdays, 2,310 responses". */
export function comparedWith({ baseline, usual }: ScoreComparison, timeZone: string): string {
  const of = responses(baseline.counts.total);
  if (!usual) return texts.comparedWith(baselineText(baseline.name), of);
  const used = usual.periods.filter((period) => period.leftOut === null);
  return texts.comparedWith(periodsText(used, timeZone), of);
}

function periodsText(used: readonly { readonly from: string; readonly to: string }[], timeZone: string): string {
  const [first] = used;
  if (!first) return texts.baselines['usual']!;
  const number = count(used.length);
  if (Date.parse(first.to) - Date.parse(first.from) > day) return texts.earlierWeeks(number);
  const weekday = timeFormat(timeZone, { weekday: 'long' });
  // A day is called by where it ends: the last 24 hours are today's, and yesterday ends where today begins.
  const names = new Set(used.map((period) => weekday.format(Date.parse(period.to) - 60_000)));
  return names.size === 1 ? texts.sameWeekdays(number, [...names][0]!) : texts.earlierDays(number);
}
