/** The path of something that belongs to a tenant. */
export function ofTenant(tenant: string, path = ''): string {
  return `/v1/tenants/${encodeURIComponent(tenant)}${path}`;
}

export const metaPath = '/v1/meta';

/** What the page's key or link gives. */
export const grantPath = '/v1/access';

export function settingsPath(tenant: string): string {
  return ofTenant(tenant, '/settings');
}

export function scorePath(tenant: string, key: string, window: string): string {
  return ofTenant(tenant, `/scores/${key}?${new URLSearchParams({ window })}`);
}

export function boardPath(tenant: string, id: string): string {
  return ofTenant(tenant, `/boards/${encodeURIComponent(id)}`);
}
