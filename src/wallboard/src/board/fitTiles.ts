/** How a number of tiles fills a box. */
export interface TileFit {
  readonly columns: number;
  readonly rows: number;
  /** How many tiles are shown; fewer than asked for when the box is too small. */
  readonly shown: number;
  /** How much larger than the smallest legible tile each of them is. */
  readonly scale: number;
  /** Whether words fit beside the numbers. */
  readonly isRoomy: boolean;
}

const leastWidth = 9.4;
const leastHeight = 4.8;
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
  let best: TileFit = { columns: columnsMax, rows: rowsMax, shown, scale: 1, isRoomy: false };
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
      const scale = scaleOf(tileWidth, tileHeight);
      best = { columns, rows, shown, scale, isRoomy: tileWidth / scale >= roomyWidth };
    }
  }
  return best;
}

function scaleOf(tileWidth: number, tileHeight: number): number {
  return Math.min(scaleMax, Math.max(1, Math.min(tileWidth / 11, tileHeight / 5.4)));
}
