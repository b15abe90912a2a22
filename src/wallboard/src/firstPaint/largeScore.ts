import { isOfLink } from '../access/token';
import { boardPath, grantPath } from '../api/paths';
import type { Grant } from '../api/Grant';
import type { SavedBoard } from '../api/SavedBoard';
import { heroOf } from '../board/hero/heroOf';
import { windowOfAddress } from '../board/page/windows';
import { defaultWindow } from '../generated/windows';
import type { Route } from '../route';
import { applyTheme, type ThemeChoice } from '../theme';
import { askEarly, seeEarly } from './earlyAnswers';

/** What a screen is going to show large. */
export interface LargeScore {
  readonly tenant: string;
  readonly key: string;
  readonly window: string;
  /** The board's name; null for the tenant's. */
  readonly title: string | null;
  /** Whether the window is settled, so that no picker will stand above. */
  readonly isFixed: boolean;
}

/** The large score of a screen; null when it has none, or only its own code can tell. */
export async function largeScoreOf(route: Route): Promise<LargeScore | null> {
  if (route.screen === 'board') return route.tenant === null ? null : ofBoard(route.tenant, route.ids[0] ?? '');
  if (route.screen !== 'wall') return null;
  const { tenant } = route;
  const window = windowOfAddress().name;
  if (!isOfLink()) return { tenant, key: 'tenant', window, title: null, isFixed: false };
  const grant = (await seeEarly(grantPath)) as Grant | null;
  if (grant?.board) {
    askEarly([boardPath(tenant, grant.board)]);
    return ofBoard(tenant, grant.board);
  }
  return grant?.scores ? { tenant, key: heroOf(grant.scores), window, title: null, isFixed: false } : null;
}

async function ofBoard(tenant: string, id: string): Promise<LargeScore | null> {
  const saved = ((await seeEarly(boardPath(tenant, id))) as { board: SavedBoard } | null)?.board;
  if (!saved) return null;
  applyTheme((saved.theme as ThemeChoice | undefined) ?? 'auto');
  return { tenant, key: saved.hero?.key ?? 'tenant', window: saved.window ?? defaultWindow, title: saved.name ?? null, isFixed: true };
}
