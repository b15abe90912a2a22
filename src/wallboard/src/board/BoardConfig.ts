import type { SavedBoard } from '../api/SavedBoard';
import { themeOfAddress, type ThemeChoice } from '../theme';
import { defaultWindow } from '../generated/windows';
import { heroOf } from './hero/heroOf';
import { texts } from '../text/texts';

/** A group of tiles: which scores it shows, under which title. */
export interface BoardSection {
  readonly title: string;
  /** Score keys, or wildcards such as `channel/*`. */
  readonly keys: readonly string[];
}

/** What a board shows, and how. */
export interface BoardConfig {
  /** Its name; the tenant's when null. */
  readonly title: string | null;
  /** The key of the large score. */
  readonly hero: string;
  readonly sections: readonly BoardSection[];
  readonly window: string;
  /** What the large score is compared with. */
  readonly baseline: string;
  readonly theme: ThemeChoice;
  /** Whether the window can be picked: on a saved board it is settled. */
  readonly isFixed: boolean;
  /** The score to reach; null for none. */
  readonly target: number | null;
}

/** What is usual for these hours of the week. */
export const usualBaseline = 'usual';

/** The board of a tenant that has saved none. */
export function usualBoard(window: string, theme: ThemeChoice): BoardConfig {
  return {
    title: null,
    hero: 'tenant',
    sections: [
      { title: texts.channels, keys: ['channel/*'] },
      { title: texts.touchpoints, keys: ['touchpoint/*'] },
    ],
    window,
    baseline: usualBaseline,
    theme,
    isFixed: false,
    target: null,
  };
}

/** A board as somebody saved it; what it leaves out is as usual. */
export function savedBoard(saved: SavedBoard): BoardConfig {
  const usual = usualBoard(saved.window ?? defaultWindow, themeOfAddress((saved.theme as ThemeChoice | undefined) ?? 'auto'));
  const sections = saved.sections?.map((section) => ({ title: section.title ?? '', keys: section.tiles.map((tile) => tile.key) }));
  return {
    ...usual,
    title: saved.name ?? null,
    hero: saved.hero?.key ?? usual.hero,
    sections: sections ?? usual.sections,
    baseline: saved.baseline ?? usual.baseline,
    target: saved.target ?? null,
    isFixed: true,
  };
}

/** The board of a link that was given some scores and nothing else: the first of them is the large one. */
export function boardOfScores(scores: readonly string[], window: string): BoardConfig {
  const hero = heroOf(scores);
  const others = scores.filter((key) => key !== hero || key.endsWith('/*'));
  const groups = [
    { title: texts.channels, keys: others.filter((key) => /^channel\/[^/]+$/.test(key)) },
    { title: texts.touchpoints, keys: others.filter((key) => /^touchpoint\/[^/]+$/.test(key)) },
    { title: texts.otherScores, keys: others.filter((key) => !/^(channel|touchpoint)\/[^/]+$/.test(key)) },
  ];
  return { ...usualBoard(window, themeOfAddress('auto')), hero, sections: groups.filter((group) => group.keys.length > 0) };
}

/** Every key that a board watches. */
export function keysOf(board: BoardConfig): readonly string[] {
  return [...new Set([board.hero, ...board.sections.flatMap((section) => section.keys)])];
}

/** Whether a key is meant by a selector, which is a key itself or a wildcard such as `segment/team/*`. */
export function isSelected(key: string, selector: string): boolean {
  if (!selector.endsWith('/*')) return key === selector;
  const prefix = selector.slice(0, -1);
  return key.startsWith(prefix) && !key.slice(prefix.length).includes('/');
}
