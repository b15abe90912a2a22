/** What the script that runs first has done for the code of the screens, which comes after it. */
export interface FirstPaint {
  /** When the score is on the screen, or the screens should not wait for it any longer. */
  readonly settled: Promise<void>;
  /** The answer to a question that was asked early; undefined when it was not, or when it was taken before. */
  take(path: string): Promise<Response> | undefined;
  /** Whether the large score is on the screen by itself. */
  isShown(): boolean;
  /** Takes it away: the board, or whatever else there is to say, stands in its place. */
  end(): void;
}

declare global {
  interface Window {
    npsFirst?: FirstPaint;
  }
}

/** Screens do without it too. */
const nothing: FirstPaint = { settled: Promise.resolve(), take: () => undefined, isShown: () => false, end: () => {} };

export const firstPaint: FirstPaint = window.npsFirst ?? nothing;
