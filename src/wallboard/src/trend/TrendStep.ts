const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A step of the server's history grammar and about how long it is. */
export interface TrendStep {
  /** As the server reads it: `15m`, `1h`, `1d`. */
  readonly name: string;
  readonly milliseconds: number;
}

/** From fine to coarse; the coarsest must hold a lifetime. */
const steps: readonly TrendStep[] = [
  { name: '5m', milliseconds: 5 * minute },
  { name: '15m', milliseconds: 15 * minute },
  { name: '30m', milliseconds: 30 * minute },
  { name: '1h', milliseconds: hour },
  { name: '3h', milliseconds: 3 * hour },
  { name: '6h', milliseconds: 6 * hour },
  { name: '1d', milliseconds: day },
  { name: '3d', milliseconds: 3 * day },
  { name: '1w', milliseconds: 7 * day },
  { name: '1mo', milliseconds: 30.5 * day },
  { name: '3mo', milliseconds: 91.5 * day },
];

/** More points than this can't be told apart from across a room, and each of them would rest on fewer responses. */
const pointsMax = 36;

/** What asks for everything begins here; before it there were no responses to collect in real time. */
export const everything = { milliseconds: 12 * 365 * day, step: { name: '1mo', milliseconds: 30.5 * day } };

export function stepFor(spanMilliseconds: number, most = pointsMax): TrendStep {
  return steps.find((step) => spanMilliseconds / step.milliseconds <= most) ?? steps[steps.length - 1]!;
}

/** The start of the step in which an instant lies. Steps of a day and more are the server's to align: it knows the calendar. */
export function alignedTo(step: TrendStep, instant: number): number {
  return step.milliseconds >= day ? instant : Math.floor(instant / step.milliseconds) * step.milliseconds;
}
