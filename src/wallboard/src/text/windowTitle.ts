import { timeFormat } from './format';
import { texts, windowText } from './texts';

const ofDates = /^(\d{4}-\d\d-\d\dT[^/]+)\/(.+)$/;

/** A window as a title: a campaign by its name, where that is known, and two instants by the tenant's clocks. */
export function windowTitle(name: string, timeZone: string, campaignName: string | null): string {
  if (name.startsWith('campaign/')) return campaignName ?? windowText(name);
  const [, from, to] = ofDates.exec(name) ?? [];
  if (!from || !to) return windowText(name);
  const format = timeFormat(timeZone, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
  const text = (instant: string) => (Number.isNaN(Date.parse(instant)) ? instant : format.format(Date.parse(instant)));
  return to === '..' ? texts.sinceDate(text(from)) : texts.betweenDates(text(from), text(to));
}
