/** How a number of tiles fills a box. */
export interface TileFit {
  readonly columns: number;
  readonly rows: number;
  /** How many tiles are shown; fewer than asked for when the box is too small. */
  readonly shown: number;
  /** How much larger than a tile of the page's own text size each of them is. */
  readonly scale: number;
  /** Whether words fit beside the numbers. */
  readonly isRoomy: boolean;
  /** Whether there is more height than width to use, so that things stand under rather than beside each other. */
  readonly isTall: boolean;
}

/** The least that a tile's own font size may be, in rem: 14 pixels on a screen of 1080 lines, for sixty tiles. */
const scaleMin = 0.68;
const leastWidth = 9.4 * scaleMin;
const leastHeight = 4.8 * scaleMin;
const gap = 0.6;

/** Beyond this a tile would rival the score of the whole. */
const scaleMax = 2.4;

/** A row that is not full looks unfinished: that is worth a stretch of the tiles. */
const emptyPlacePenalty = 0.25;

/** So wide, in its own font size, a tile has room for the word beside the number of its responses. */
const roomyWidth = 15;

/** The shape that a tile looks best in, width by height. */
const bestShape = 2.1;

/** Fits tiles into a box measured in rem: as large as they can be, as near to a good shape as the box allows. */
export function fitTiles(count: number, width: number, height: number): TileFit {
  const columnsMax = Math.max(1, Math.floor((width + gap) / (leastWidth + gap)));
  const rowsMax = Math.max(1, Math.floor((height + gap) / (leastHeight + gap)));
  const shown = Math.min(count, columnsMax * rowsMax);
  let best: TileFit = { columns: columnsMax, rows: rowsMax, shown, scale: scaleMin, isRoomy: false, isTall: false };
  let bestDistance = Infinity;
  for (let columns = 1; columns <= Math.min(columnsMax, Math.max(1, shown)); columns++) {
    const rows = Math.ceil(shown / columns);
    if (rows > rowsMax) continue;
    const tileWidth = (width - (columns - 1) * gap) / columns;
    const tileHeight = (height - (rows - 1) * gap) / rows;
    const emptyPlaces = columns * rows - shown;
    const distance = Math.abs(Math.log(tileWidth / tileHeight / bestShape)) + emptyPlacePenalty * emptyPlaces;
    if (distance < bestDistance) {
      bestDistance = distance;
      best = { columns, rows, shown, ...insideOf(tileWidth, tileHeight) };
    }
  }
  return best;
}

/** What a tile's own font size is, and how its parts are put, given the least width and height that they need at size 1. */
function insideOf(tileWidth: number, tileHeight: number): Pick<TileFit, 'scale' | 'isRoomy' | 'isTall'> {
  const isTall = tileHeight > 0.7 * tileWidth;
  const largest = isTall ? Math.min(tileWidth / 8.2, tileHeight / 6.6) : Math.min(tileWidth / 11.4, tileHeight / 5.4);
  const scale = Math.min(scaleMax, Math.max(scaleMin, largest));
  return { scale, isTall, isRoomy: isTall || tileWidth / scale >= roomyWidth };
}
