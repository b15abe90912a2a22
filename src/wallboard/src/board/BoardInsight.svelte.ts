import type { Annotation } from '../api/Annotation';
import type { CommentedResponse } from '../api/CommentedResponse';
import { compareScores, getCampaign, getSettings, listAnnotations, listChanges, listHiddenKeys, listResponses } from '../api/insight';
import type { ScoreChange } from '../api/ScoreChange';
import type { ScoreComparison } from '../api/ScoreComparison';
import { unlessMissing } from '../api/server';
import type { TenantSettings } from '../api/TenantSettings';
import type { BoardState } from './BoardState.svelte';
import { quietOf, type Quiet } from './hero/Quiet';

/** So often the server is asked for what does not come by itself: the comparison, the usual rate, the last comments. */
const askMilliseconds = 20_000;

const commentsShown = 5;

/** What a board knows beyond its scores. Each part is left out as long as the server has no answer. */
export class BoardInsight {
  comparison = $state.raw<ScoreComparison | null>(null);
  /** Of the tiles, by key. */
  changes = $state.raw<ReadonlyMap<string, ScoreChange>>(new Map());
  quiet = $state.raw<Quiet | null>(null);
  comments = $state.raw<readonly CommentedResponse[]>([]);
  annotations = $state.raw<readonly Annotation[]>([]);
  settings = $state.raw<TenantSettings>(null!);
  /** What the campaign is called whose window is shown; null for another window, and for who may not know. */
  campaignName = $state<string | null>(null);

  private timer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;
  private asked = 0;

  constructor(
    private readonly board: BoardState,
    settings: TenantSettings,
  ) {
    this.settings = settings;
  }

  /** Asks now: a window was picked, or the connection was made anew. */
  ask(): void {
    this.comparison = this.campaignName = null;
    this.annotations = [];
    this.changes = new Map();
    clearTimeout(this.timer);
    void this.answer(++this.asked);
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  private async answer(turn: number): Promise<void> {
    // Each part fails alone: a server without one of them still has the others.
    const parts = [this.settle(), this.compare(turn), this.compareTiles(turn), this.listen(turn), this.listComments(turn), this.hide(), this.note(turn), this.name(turn)];
    await Promise.all(parts.map((part) => part.catch(() => {})));
    if (this.isClosed || turn !== this.asked) return;
    this.timer = setTimeout(() => void this.answer(turn), askMilliseconds);
  }

  /** Somebody may change the settings while the board hangs there. */
  private async settle(): Promise<void> {
    const settings = await unlessMissing(getSettings(this.board.tenant.name));
    if (settings && !this.isClosed) this.settings = settings;
  }

  private async hide(): Promise<void> {
    const hidden = await unlessMissing(listHiddenKeys(this.board.tenant.name));
    if (hidden) this.board.hidden = new Set(hidden.map((entry) => entry.key));
  }

  private async note(turn: number): Promise<void> {
    const { tenant, config, whole } = this.board;
    if (!whole) return;
    const from = whole.window.from ?? new Date(0).toISOString();
    const annotations = await unlessMissing(listAnnotations(tenant.name, config.hero, from, whole.window.to));
    if (turn === this.asked) this.annotations = annotations ?? [];
  }

  private async name(turn: number): Promise<void> {
    const { tenant, windowName } = this.board;
    if (!windowName.startsWith('campaign/')) return;
    const campaign = await unlessMissing(getCampaign(tenant.name, windowName.slice('campaign/'.length)));
    if (turn === this.asked) this.campaignName = campaign?.name ?? null;
  }

  private async compare(turn: number): Promise<void> {
    const { tenant, config, windowName } = this.board;
    // All time has nothing before it to compare with.
    if (windowName === 'all') return;
    const comparison = await unlessMissing(compareScores(tenant.name, config.hero, windowName, config.baseline));
    if (turn === this.asked) this.comparison = comparison;
  }

  private async compareTiles(turn: number): Promise<void> {
    const { tenant, config, windowName } = this.board;
    const keys = config.sections.flatMap((section) => section.keys);
    if (windowName === 'all' || keys.length === 0) return;
    const changes = await unlessMissing(listChanges(tenant.name, keys, windowName, config.baseline));
    if (turn === this.asked) this.changes = new Map((changes ?? []).map((change) => [change.key, change]));
  }

  private async listen(turn: number): Promise<void> {
    const last = this.board.whole?.lastResponse;
    if (!last) return;
    const quiet = await quietOf(this.board.tenant.name, this.board.config.hero, Date.parse(last.acceptedAt), this.board.now);
    const isStillLast = this.board.whole?.lastResponse?.acceptedAt === last.acceptedAt;
    if (turn === this.asked) this.quiet = isStillLast ? quiet : null;
  }

  private async listComments(turn: number): Promise<void> {
    const { tenant, config } = this.board;
    const listed = this.settings.showComments ? await unlessMissing(listResponses(tenant.name, { key: config.hero, commented: true, limit: commentsShown })) : null;
    if (turn === this.asked) this.comments = (listed?.responses ?? []).filter((response) => response.comment);
  }
}
