import type { ScoreAddress } from '../connection/ScoreConnection';

/** What a program has to say to receive what this page shows. */
export interface SnippetRequest {
  readonly server: string;
  readonly tenant: string;
  readonly scores: readonly ScoreAddress[];
  /** Whether the service asks for a key. */
  readonly needsKey: boolean;
}

/** Stands where the reader's own key belongs: a key that this page holds never appears on it. */
const key = 'YOUR-KEY';

export const languages = ['curl', 'javascript', 'csharp'] as const;
export type Language = (typeof languages)[number];

export const snippets: Readonly<Record<Language, (request: SnippetRequest) => string>> = { curl, javascript, csharp };

/** The address of the stream that the page itself listens to. */
export function streamPath(tenant: string, scores: readonly ScoreAddress[]): string {
  const asked = scores.map((score) => `score=${encodeURIComponent(textOf(score)).replace(/%2F/g, '/').replace(/%40/g, '@').replace(/%3A/g, ':')}`);
  return `/v1/tenants/${encodeURIComponent(tenant)}/stream?${asked.join('&')}`;
}

/** `channel/web@24h` */
export function textOf(score: ScoreAddress): string {
  return `${score.key}@${score.window}`;
}

function curl({ server, tenant, scores, needsKey }: SnippetRequest): string {
  const header = needsKey ? `-H 'Authorization: Bearer ${key}' ` : '';
  return `curl -fsSN ${header}'${server}${streamPath(tenant, scores).replace(/'/g, '%27')}'`;
}

function javascript({ server, tenant, scores, needsKey }: SnippetRequest): string {
  const wanted = scores.map((score) => `{ key: ${text(score.key)}, window: ${text(score.window)} }`);
  return [
    `import { connectScores } from ${text(`${server}/client/v1.js`)};`,
    '',
    'const watching = connectScores(',
    `  { tenant: ${text(tenant)},${needsKey ? ` token: ${text(key)},` : ''} scores: [${wanted.join(', ')}] },`,
    '  {',
    '    score: (score) => console.log(score.label, score.window.name, score.nps, score.counts.total),',
    '    contact: (contact) => console.log(contact), // connecting, live, unconfirmed, reconnecting, stale',
    '  },',
    ');',
  ].join('\n');
}

function csharp({ server, tenant, scores, needsKey }: SnippetRequest): string {
  return [
    'using NpsRealtime.Client;',
    '',
    `using var scores = new NpsScores(${text(server, '"')}${needsKey ? `, ${text(key, '"')}` : ''});`,
    `await foreach (var score in scores.WatchAsync(${text(tenant, '"')}, [${scores.map((score) => text(textOf(score), '"')).join(', ')}]))`,
    '    Console.WriteLine($"{score.Label} {score.Window.Name} {score.Nps} {score.Counts.Total}");',
  ].join('\n');
}

/** A literal of either language. Names are slugs, in which nothing stands that would have to be escaped, save by an attacker. */
function text(value: string, quote = "'"): string {
  return quote + value.replace(/[\\'"]/g, (character) => `\\${character}`).replace(/[\r\n]/g, ' ') + quote;
}
