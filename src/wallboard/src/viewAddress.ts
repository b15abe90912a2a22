import { defaultWindow } from './generated/windows';

/** The address of a tenant's view (empty for the wallboard) of a score over a window: what is looked at goes along from one to the other. */
export function viewAddress(tenant: string, view: '' | '/explore' | '/streams', key = 'tenant', window: string = defaultWindow): string {
  const asked = new URLSearchParams({ ...(key === 'tenant' ? {} : { key }), ...(window === defaultWindow ? {} : { window }) });
  return `/t/${encodeURIComponent(tenant)}${view}${asked.size > 0 ? `?${asked}` : ''}`;
}
