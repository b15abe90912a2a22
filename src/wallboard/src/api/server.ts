import type { HistoryPoint } from './HistoryPoint';
import { HttpProblem } from './HttpProblem';
import type { Tenant } from './Tenant';

const answerWithinMilliseconds = 10_000;

export async function listTenants(): Promise<readonly Tenant[]> {
  return ((await getJson('/v1/tenants')) as { tenants: readonly Tenant[] }).tenants;
}

/** The tenant of that name; throws an {@link HttpProblem} with status 404 when there is none. */
export async function getTenant(name: string): Promise<Tenant> {
  return (await getJson(`/v1/tenants/${encodeURIComponent(name)}`)) as Tenant;
}

/** A point per step between two instants, in milliseconds since 1970. */
export async function getHistory(
  tenant: string,
  key: string,
  from: number,
  to: number,
  step: string,
): Promise<readonly HistoryPoint[]> {
  const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), step });
  const path = `/v1/tenants/${encodeURIComponent(tenant)}/history/${key}?${query}`;
  return ((await getJson(path)) as { points: readonly HistoryPoint[] }).points;
}

async function getJson(path: string): Promise<unknown> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), answerWithinMilliseconds);
  try {
    const response = await fetch(path, { headers: { accept: 'application/json' }, cache: 'no-store', signal: giveUp.signal });
    if (!response.ok) throw new HttpProblem(response.status, path);
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}
