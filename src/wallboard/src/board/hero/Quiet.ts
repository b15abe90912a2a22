import { getHistory } from '../../api/server';

/** That nothing comes although something should. */
export interface Quiet {
  /** When the last response came, in milliseconds since 1970. */
  readonly since: number;
  /** How many come in an hour at this time of the week; null when there is no history to tell. */
  readonly usualPerHour: number | null;
}

const week = 7 * 86_400_000;
const hour = 3_600_000;
const weeks = [1, 2, 3, 4];

/** When so many were to be expected and none came, chance alone does that less than once in a thousand times: e⁻⁷ (Poisson). */
const expectedMin = 7;

/** Without a history this much silence is worth saying. */
const silenceWithoutHistory = 2 * hour;

/** Silence that is never worth a question. */
const silenceMin = 2 * 60_000;

/**
 * Whether a key has been silent for longer than chance explains, judged by the same minutes of the last four weeks. Around a
 * change of the clocks those are an hour off, which a contact centre's day forgives.
 */
export async function quietOf(tenant: string, key: string, lastResponse: number, now: number): Promise<Quiet | null> {
  const silence = now - lastResponse;
  if (silence < silenceMin) return null;
  if (silence > week) return { since: lastResponse, usualPerHour: null };
  const step = silence > 6 * hour ? '1h' : '5m';
  const pasts = await Promise.all(
    weeks.map(async (back) => {
      const from = Math.min(lastResponse, now - hour) - back * week;
      const points = await getHistory(tenant, key, from, now - back * week, step);
      const count = (since: number) =>
        points.filter((point) => Date.parse(point.from) >= since - back * week).reduce((sum, point) => sum + point.counts.total, 0);
      return { inSilence: count(lastResponse), inHour: count(now - hour) };
    }),
  );
  // Weeks before the tenant's first response say nothing about what is usual.
  const known = pasts.filter((past) => past.inHour > 0 || past.inSilence > 0);
  if (known.length === 0) return silence > silenceWithoutHistory ? { since: lastResponse, usualPerHour: null } : null;
  const mean = (pick: (past: (typeof known)[number]) => number) => known.reduce((sum, past) => sum + pick(past), 0) / known.length;
  if (mean((past) => past.inSilence) < expectedMin) return null;
  const perHour = Math.round(mean((past) => past.inHour));
  return { since: lastResponse, usualPerHour: perHour > 0 ? perHour : null };
}
