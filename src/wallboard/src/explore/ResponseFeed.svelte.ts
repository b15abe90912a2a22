import { access } from '../access/access.svelte';
import type { CommentedResponse } from '../api/CommentedResponse';
import { listResponses, type ListQuery } from '../api/insight';
import { ofTenant } from '../api/paths';
import { unlessMissing } from '../api/server';

/** So many are kept while the list is open; older ones are a click away. */
const keptMax = 300;
const reopenMilliseconds = 3_000;

/** Responses, newest first, which grows by itself at its top. */
export class ResponseFeed {
  responses = $state.raw<readonly CommentedResponse[]>([]);
  cursor = $state.raw<string | null>(null);
  isLive = $state(false);
  skipped = $state(0);

  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  constructor(private readonly tenant: string) {}

  /** Lists what fits, and follows it. What fits is judged by the server, but a text in the comment only by listing. */
  async follow(query: ListQuery): Promise<void> {
    this.close();
    const turn = ++this.turn;
    try {
      const page = await unlessMissing(listResponses(this.tenant, { ...query, limit: 50 }));
      if (turn !== this.turn) return;
      this.responses = page?.responses ?? [];
      this.cursor = page?.cursor ?? null;
      this.skipped = 0;
      if (page && !query.text && !query.to) this.listen(query, turn);
    } catch {
      if (turn === this.turn) this.timer = setTimeout(() => void this.follow(query), reopenMilliseconds);
    }
  }

  async more(query: ListQuery): Promise<void> {
    if (this.cursor === null) return;
    const turn = this.turn;
    const page = await listResponses(this.tenant, { ...query, cursor: this.cursor, limit: 50 });
    if (turn !== this.turn) return;
    this.responses = [...this.responses, ...page.responses];
    this.cursor = page.cursor;
  }

  close(): void {
    this.turn++;
    this.isLive = false;
    this.source?.close();
    clearTimeout(this.timer);
  }

  private listen(query: ListQuery, turn: number): void {
    const asked = new URLSearchParams();
    if (query.key) asked.set('key', query.key);
    if (query.category) asked.set('category', query.category);
    const source = new EventSource(`${ofTenant(this.tenant, '/responses/stream')}?${asked}${access.query('&')}`);
    this.source = source;
    source.onopen = () => (this.isLive = true);
    source.onerror = () => {
      this.isLive = false;
      // A source that has given up for good is made anew, with a list that has what was missed.
      if (source.readyState === EventSource.CLOSED && turn === this.turn) {
        this.timer = setTimeout(() => void this.follow(query), reopenMilliseconds);
      }
    };
    source.addEventListener('responses', (event) => {
      const { responses, skipped } = JSON.parse((event as MessageEvent<string>).data) as { responses: CommentedResponse[]; skipped: number };
      // What was answered long ago and comes only now, as from an import, is not of the window.
      const listed = responses.filter((response) => !query.from || Date.parse(response.respondedAt) >= Date.parse(query.from));
      if (turn === this.turn) this.add(listed, skipped);
    });
  }

  private add(added: readonly CommentedResponse[], skipped: number): void {
    const known = new Set(this.responses.map((response) => response.position));
    const fresh = added.filter((response) => !known.has(response.position)).reverse();
    this.skipped += skipped;
    this.responses = [...fresh, ...this.responses].slice(0, keptMax);
  }
}
