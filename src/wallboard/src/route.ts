/** Which screen an address means. */
export type Route =
  | { readonly screen: 'tenants' | 'nowhere' }
  | { readonly screen: 'wall' | 'explore' | 'streams'; readonly tenant: string }
  | { readonly screen: 'board'; readonly tenant: string | null; readonly ids: readonly string[] };

const ofTenant = /^\/t\/([^/]+)(?:\/(explore|streams))?\/?$/;
const ofBoard = /^(?:\/t\/([^/]+)\/board|\/boards)\/([^/]+)\/?$/;

export function routeOf(path: string): Route {
  const board = ofBoard.exec(path);
  // Several boards, separated by commas, take turns.
  if (board) return { screen: 'board', tenant: board[1] ? decoded(board[1]) : null, ids: decoded(board[2]!).split(',').filter(Boolean) };
  const tenant = ofTenant.exec(path);
  if (tenant) return { screen: (tenant[2] as 'explore' | 'streams' | undefined) ?? 'wall', tenant: decoded(tenant[1]!) };
  return { screen: path === '/' ? 'tenants' : 'nowhere' };
}

/** What can't be decoded names nothing that exists, and is shown as it was typed. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
