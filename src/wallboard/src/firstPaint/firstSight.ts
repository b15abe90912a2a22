import type { Meta } from '../api/Meta';
import { metaPath, ofTenant, scorePath } from '../api/paths';
import type { Snapshot } from '../api/Snapshot';
import type { Tenant } from '../api/Tenant';
import { overscanOfAddress } from '../board/device/overscan';
import { painted } from '../painted';
import type { Route } from '../route';
import { texts, windowText } from '../text/texts';
import { askEarly, seeEarly } from './earlyAnswers';
import { firstScore, firstScoreParts } from './firstFormat';
import { largeScoreOf } from './largeScore';

/** So long the board's code waits for the score, which is seldom the later of the two. */
const waitMilliseconds = 400;

let sight: HTMLElement | null = null;
let isOver = false;

/**
 * Shows the large score of a wall by nothing but this script, where the board will show it: a slow set needs most of its first second
 * for the board's own code. Returns when it is on the screen, or when the board should not wait for it any longer.
 */
export function firstSight(route: Route): Promise<void> {
  const longEnough = new Promise<void>((resolve) => setTimeout(resolve, waitMilliseconds));
  return Promise.race([show(route), longEnough]);
}

/** Takes the first sight away: the board, or whatever else there is to say, stands in its place. */
export function endFirstSight(): void {
  isOver = true;
  sight?.remove();
  sight = null;
}

/** Whether the score is on the screen by itself. */
export function isFirstSight(): boolean {
  return sight !== null;
}

async function show(route: Route): Promise<void> {
  const large = await largeScoreOf(route);
  if (large === null || large.key.endsWith('/*')) return;
  const path = scorePath(large.tenant, large.key, large.window);
  askEarly([path]);
  const whole = (await seeEarly(path)) as Snapshot | null;
  const form = large.isFixed ? ((await isOpen()) ? ' fixed open' : ' fixed') : '';
  if (whole === null || whole.nps === null || isOver) return;
  const { nps, interval } = whole;
  const parts = firstScoreParts(nps);
  const title = made('h1', '', large.title ?? '');
  sight = made('div', `first-sight${form}`, [
    made('header', '', [title]),
    made('section', 'panel', [
      made('header', '', [made('h2', '', large.key === 'tenant' ? texts.nps : whole.label), made('span', 'window', windowText(large.window))]),
      made('p', parts.whole.length > 2 ? 'number long' : 'number', [
        named('nps', made('span', 'seen-by-readers-only', firstScore(nps))),
        spoken(made('span', '', [made('span', 'sign', parts.sign), made('span', '', parts.whole), made('span', 'fraction', parts.fraction)])),
      ]),
      made('p', 'interval', interval ? `${texts.interval} ${texts.intervalFromTo(firstScore(interval.low), firstScore(interval.high))}` : ''),
    ]),
  ]);
  sight.style.setProperty('--overscan-x', `${overscanOfAddress()}vw`);
  sight.style.setProperty('--overscan-y', `${overscanOfAddress()}vh`);
  document.body.prepend(sight);
  if (large.title === null) void seeEarly(ofTenant(large.tenant)).then((tenant) => (title.textContent = (tenant as Tenant | null)?.label ?? ''));
  await painted();
}

/** Whether the board will say that everybody may see it, for which a phone has no room beside the name. */
async function isOpen(): Promise<boolean> {
  return ((await seeEarly(metaPath)) as Meta | null)?.access === 'open';
}

function made(tag: string, className: string, content: string | readonly HTMLElement[]): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  if (typeof content === 'string') element.textContent = content;
  else element.append(...content);
  return element;
}

function named(name: string, element: HTMLElement): HTMLElement {
  element.dataset.testid = name;
  return element;
}

/** What is read aloud stands beside it. */
function spoken(element: HTMLElement): HTMLElement {
  element.setAttribute('aria-hidden', 'true');
  return element;
}
