import { isOfLink } from '../access/token';
import { boardPath, grantPath, metaPath, ofTenant, scorePath, settingsPath } from '../api/paths';
import { windowOfAddress } from '../board/page/windows';
import type { Route } from '../route';

/**
 * The addresses that a screen is going to ask before it can show anything, those that its first score waits for first. One that is
 * left out is only asked for later.
 */
export function firstQuestions(route: Route): readonly string[] {
  const tenant = 'tenant' in route ? route.tenant : null;
  if (tenant === null) return [metaPath];
  const usual = [ofTenant(tenant), settingsPath(tenant), metaPath];
  if (route.screen === 'board') return [boardPath(tenant, route.ids[0] ?? ''), ...usual];
  if (route.screen !== 'wall') return usual;
  // What a link shows is known only when it was asked for.
  return [isOfLink() ? grantPath : scorePath(tenant, 'tenant', windowOfAddress().name), ...usual];
}
