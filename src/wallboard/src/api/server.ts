import { access } from '../access/access.svelte';
import { bearerHeaders } from '../access/token';
import { within } from '../connection/within';
import { firstPaint } from '../firstPaint/FirstPaint';
import type { Grant } from './Grant';
import type { HistoryPoint } from './HistoryPoint';
import { HttpProblem } from './HttpProblem';
import type { Meta } from './Meta';
import { grantPath, metaPath, ofTenant, scorePath } from './paths';
import type { Snapshot } from './Snapshot';
import type { Tenant } from './Tenant';

const answerWithinMilliseconds = 10_000;

export async function getMeta(): Promise<Meta> {
  return (await getJson(metaPath)) as Meta;
}

/** What the page's key or link gives. */
export async function getGrant(): Promise<Grant> {
  return (await getJson(grantPath)) as Grant;
}

export async function listTenants(): Promise<readonly Tenant[]> {
  return ((await getJson('/v1/tenants')) as { tenants: readonly Tenant[] }).tenants;
}

/** The tenant of that name; throws an {@link HttpProblem} with status 404 when there is none. */
export async function getTenant(name: string): Promise<Tenant> {
  return (await getJson(ofTenant(name))) as Tenant;
}

export async function getScore(tenant: string, key: string, window: string): Promise<Snapshot> {
  return (await getJson(scorePath(tenant, key, window))) as Snapshot;
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
  return ((await getJson(ofTenant(tenant, `/history/${key}?${query}`))) as { points: readonly HistoryPoint[] }).points;
}

/** Reads JSON; throws an {@link HttpProblem} when the server answers with an error. */
export function getJson(path: string): Promise<unknown> {
  return sendJson('GET', path);
}

/** Sends JSON and reads what comes back, which is null when nothing does. */
export async function sendJson(method: string, path: string, body?: unknown): Promise<unknown> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), answerWithinMilliseconds);
  try {
    const early = method === 'GET' ? firstPaint.take(path) : undefined;
    const response = await (early === undefined
      ? fetch(path, {
          method,
          headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...bearerHeaders() },
          body: body === undefined ? null : JSON.stringify(body),
          cache: 'no-store',
          signal: giveUp.signal,
        })
      : within(answerWithinMilliseconds, early));
    if (response.status === 401) access.refused();
    if (!response.ok) throw await HttpProblem.of(response, path);
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
  } finally {
    clearTimeout(timer);
  }
}

/** What the server answers, or null when it does not know the address or keeps it from this viewer: the screen then leaves that part out. */
export async function unlessMissing<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof HttpProblem && [403, 404, 405].includes(error.status)) return null;
    throw error;
  }
}
