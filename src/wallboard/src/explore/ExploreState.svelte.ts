import type { Annotation } from '../api/Annotation';
import type { Breakdown } from '../api/Breakdown';
import type { Campaign } from '../api/Campaign';
import { HttpProblem } from '../api/HttpProblem';
import { breakDown, compareAround, compareScores, listAnnotations, listCampaigns, listKeys } from '../api/insight';
import type { KeyEntry, Overflow } from '../api/KeyEntry';
import type { ScoreComparison } from '../api/ScoreComparison';
import { getScore, unlessMissing } from '../api/server';
import type { Snapshot } from '../api/Snapshot';
import type { ListedSpan } from './ListedSpan';
import type { Tenant } from '../api/Tenant';
import { windowTitle } from '../text/windowTitle';
import { keepInAddress, queryOfAddress, usualBy, type ExploreQuery } from './ExploreQuery';

const askMilliseconds = 5_000;

/** How much before and after an annotation is compared. */
const aroundLength = '4h';

/** What the supervisor's view shows, asked for again every few seconds while somebody looks. */
export class ExploreState {
  query = $state.raw<ExploreQuery>(queryOfAddress());
  current = $state.raw<Snapshot | null>(null);
  comparison = $state.raw<ScoreComparison | null>(null);
  around = $state.raw<ScoreComparison | null>(null);
  /** Why before and after can't be compared yet; null when they can. */
  aroundRefusal = $state<string | null>(null);
  breakdown = $state.raw<Breakdown | null>(null);
  annotations = $state.raw<readonly Annotation[]>([]);
  campaigns = $state.raw<readonly Campaign[]>([]);
  keys = $state.raw<readonly KeyEntry[]>([]);
  /** Where a limit of names was met, so that responses are counted together. */
  overflows = $state.raw<readonly Overflow[]>([]);
  /**
   * When the listed responses were given: the window as it was when it was chosen, so that the list is not made anew while it rolls.
   * Without an end it grows. Null until the window is known.
   */
  listed = $state.raw<ListedSpan | null>(null);
  isAway = $state(false);
  /** Why the server refuses the question, in its own words; null when it does not. */
  refusal = $state<string | null>(null);

  /** What was asked when what is shown was answered. */
  private answered = $state.raw<ExploreQuery | null>(null);

  /** Whether what is shown answers what is asked: while that loads, and while the server is away, it does not. */
  readonly isCurrent = $derived(!this.isAway && this.answered !== null && questionOf(this.answered) === questionOf(this.query));

  readonly by = $derived(this.query.by || usualBy(this.query.key));

  /** The campaign whose window is shown; null for any other window. */
  readonly campaign = $derived(this.campaigns.find((campaign) => `campaign/${campaign.id}` === this.query.window) ?? null);
  /** The window as a title. */
  readonly windowTitle = $derived(windowTitle(this.query.window, this.tenant.timeZone, this.campaign?.name ?? null));

  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;
  private listedName = '';

  constructor(readonly tenant: Tenant) {}

  open(): void {
    void this.ask();
  }

  close(): void {
    this.turn++;
    clearTimeout(this.timer);
  }

  change(changes: Partial<ExploreQuery>): void {
    const isOtherSpan = 'window' in changes || 'key' in changes;
    // A zoom belongs to the window that it was made in, and a part of another key to that key.
    this.query = { ...this.query, ...(isOtherSpan ? { zoom: '', around: '' } : {}), ...changes };
    // Never what lay around one note under the words of another.
    if (isOtherSpan || 'around' in changes) this.around = this.aroundRefusal = null;
    // Words that are typed one after the other are one step.
    keepInAddress(this.query, !('text' in changes));
    void this.ask();
  }

  /** The address is that of a step before, or of one after it. */
  goBack(): void {
    this.query = queryOfAddress();
    this.around = this.aroundRefusal = null;
    void this.ask();
  }

  /** Asks for everything now, and again in a while. */
  async ask(): Promise<void> {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    if (!document.hidden) await this.answer(turn);
    if (turn === this.turn) this.timer = setTimeout(() => void this.ask(), askMilliseconds);
  }

  /** A note that was made just now has nothing behind it: that is no reason to show nothing of all the rest. */
  private async compareAround(key: string, around: string): Promise<{ comparison: ScoreComparison | null; refusal: string | null }> {
    try {
      return { comparison: await unlessMissing(compareAround(this.tenant.name, key, around, aroundLength)), refusal: null };
    } catch (error) {
      if (error instanceof HttpProblem && error.status === 400) return { comparison: null, refusal: error.detail };
      throw error;
    }
  }

  private list(current: Snapshot): void {
    const { window, zoom } = this.query;
    // A calendar's window begins anew, and so does its list; one that rolls keeps what it began with.
    const name = `${window} ${zoom} ${/^\d+[hd]$/.test(window) ? '' : current.window.from}`;
    if (name === this.listedName) return;
    this.listedName = name;
    const [zoomFrom, zoomTo] = zoom.split('/').map(Date.parse);
    const isOver = Date.parse(current.window.to) < Date.parse(current.asOf) - 60_000;
    this.listed =
      zoomFrom && zoomTo
        ? { from: new Date(zoomFrom).toISOString(), to: new Date(zoomTo).toISOString() }
        : { from: current.window.from ?? '', to: isOver ? current.window.to : '' };
  }

  private async answer(turn: number): Promise<void> {
    const query = this.query;
    const { key, window, around } = query;
    const tenant = this.tenant.name;
    const baseline = this.query.baseline ?? '';
    const isStill = () => turn === this.turn;
    try {
      const current = await getScore(tenant, key, window);
      if (isStill()) {
        this.current = current;
        this.list(current);
      }
      const listed = await unlessMissing(listKeys(tenant));
      if (!isStill()) return;
      this.keys = listed?.keys ?? [];
      this.overflows = listed?.overflows ?? [];
      const span = { from: current.window.from ?? new Date(0).toISOString(), to: current.window.to };
      const [comparison, breakdown, campaigns, annotations, aroundIt] = await Promise.all([
        unlessMissing(compareScores(tenant, key, window, baseline)),
        unlessMissing(breakDown(tenant, key, this.by, window, baseline)),
        unlessMissing(listCampaigns(tenant)),
        unlessMissing(listAnnotations(tenant, key, span.from, span.to)),
        around ? this.compareAround(key, around) : null,
      ]);
      if (!isStill()) return;
      this.answered = query;
      this.comparison = comparison;
      this.breakdown = breakdown;
      this.campaigns = campaigns ?? [];
      this.annotations = annotations ?? [];
      this.around = aroundIt?.comparison ?? null;
      this.aroundRefusal = aroundIt?.refusal ?? null;
      this.isAway = false;
      this.refusal = null;
    } catch (error) {
      if (!isStill()) return;
      const isRefused = error instanceof HttpProblem && error.status < 500;
      this.isAway = !isRefused;
      this.refusal = isRefused ? (error.detail ?? error.message) : null;
      if (isRefused) this.comparison = this.breakdown = null;
    }
  }
}

/** What the figures on the page depend on. */
function questionOf({ key, window, baseline, by }: ExploreQuery): string {
  return JSON.stringify([key, window, baseline, by]);
}
