import type { Annotation } from './Annotation';
import type { Breakdown } from './Breakdown';
import type { Campaign } from './Campaign';
import type { CommentedResponse } from './CommentedResponse';
import type { KeyEntry, KeyList } from './KeyEntry';
import type { SavedBoard } from './SavedBoard';
import type { ScoreChange } from './ScoreChange';
import type { ScoreComparison } from './ScoreComparison';
import { boardPath, ofTenant, settingsPath } from './paths';
import { getJson, sendJson } from './server';
import type { TenantSettings } from './TenantSettings';

/** What to list; what is left out does not restrict. */
export interface ListQuery {
  readonly key?: string;
  readonly category?: string;
  readonly segment?: string;
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  readonly commented?: boolean;
  readonly cursor?: string;
  readonly limit?: number;
}

export async function getSettings(tenant: string): Promise<TenantSettings> {
  return (await getJson(settingsPath(tenant))) as TenantSettings;
}

export async function compareScores(tenant: string, key: string, window: string, baseline: string): Promise<ScoreComparison> {
  return (await getJson(ofTenant(tenant, `/compare/${key}?${asked({ window, baseline })}`))) as ScoreComparison;
}

/** Which of some scores, or of all that a wildcard means, have changed. */
export async function listChanges(tenant: string, scores: readonly string[], window: string, baseline: string): Promise<readonly ScoreChange[]> {
  const query = new URLSearchParams([...scores.map((score) => ['score', score]), ['window', window], ['baseline', baseline]]);
  return ((await getJson(ofTenant(tenant, `/changes?${query}`))) as { changes: readonly ScoreChange[] }).changes;
}

/** The time after an annotation beside the same time before it. */
export async function compareAround(tenant: string, key: string, annotation: string, length: string): Promise<ScoreComparison> {
  return (await getJson(ofTenant(tenant, `/compare/${key}?${asked({ annotation, length })}`))) as ScoreComparison;
}

export async function breakDown(tenant: string, key: string, by: string, window: string, baseline: string): Promise<Breakdown> {
  return (await getJson(ofTenant(tenant, `/breakdown/${key}?${asked({ by, window, baseline })}`))) as Breakdown;
}

/** A page of responses, newest first. It may be short or even empty and still have a cursor to go on from. */
export async function listResponses(
  tenant: string,
  query: ListQuery,
): Promise<{ responses: readonly CommentedResponse[]; cursor: string | null }> {
  return (await getJson(ofTenant(tenant, `/responses?${asked({ ...query })}`))) as {
    responses: readonly CommentedResponse[];
    cursor: string | null;
  };
}

export async function listCampaigns(tenant: string): Promise<readonly Campaign[]> {
  return ((await getJson(ofTenant(tenant, '/campaigns'))) as { campaigns: readonly Campaign[] }).campaigns;
}

/** The campaign of that id. */
export async function getCampaign(tenant: string, id: string): Promise<Campaign> {
  return (await getJson(ofTenant(tenant, `/campaigns/${encodeURIComponent(id)}`))) as Campaign;
}

export async function listAnnotations(tenant: string, key: string, from: string, to: string): Promise<readonly Annotation[]> {
  const answer = await getJson(ofTenant(tenant, `/annotations?${asked({ key, from, to })}`));
  return (answer as { annotations: readonly Annotation[] }).annotations;
}

export async function addAnnotation(tenant: string, annotation: Omit<Annotation, 'id'>): Promise<void> {
  await sendJson('POST', ofTenant(tenant, '/annotations'), annotation);
}

export async function removeAnnotation(tenant: string, id: string): Promise<void> {
  await sendJson('DELETE', ofTenant(tenant, `/annotations/${encodeURIComponent(id)}`));
}

export async function getBoard(tenant: string, id: string): Promise<SavedBoard> {
  return ((await getJson(boardPath(tenant, id))) as { board: SavedBoard }).board;
}

/** Every key of the tenant, in the order in which its people want to see them. */
export async function listKeys(tenant: string): Promise<KeyList> {
  return (await getJson(ofTenant(tenant, '/score-keys'))) as KeyList;
}

/** The keys that people have hidden from screens. */
export async function listHiddenKeys(tenant: string): Promise<readonly KeyEntry[]> {
  return ((await getJson(ofTenant(tenant, '/score-keys?visible=false'))) as { keys: readonly KeyEntry[] }).keys;
}

function asked(parameters: Record<string, string | number | boolean | undefined>): URLSearchParams {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
}
