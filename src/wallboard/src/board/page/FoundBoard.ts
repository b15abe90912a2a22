import type { SavedBoard } from '../../api/SavedBoard';

/** A saved board and whose it is. */
export interface FoundBoard {
  readonly tenant: string;
  readonly id: string;
  readonly board: SavedBoard;
}

/** Whether two are the same board as somebody last saved it. */
export function isSameBoard(one: FoundBoard, other: FoundBoard): boolean {
  return one.tenant === other.tenant && one.id === other.id && JSON.stringify(one.board) === JSON.stringify(other.board);
}
