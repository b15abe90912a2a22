import { bearerHeaders } from '../access/token';

/** What was asked for before the page's code was there, by its address. Each answer is for the first who asks. */
const answers = new Map<string, Promise<Response>>();

/** Asks for what the page is going to need, so that the answers travel while its code does. */
export function askEarly(paths: readonly string[]): void {
  for (const path of paths) {
    if (answers.has(path)) continue;
    const answer = fetch(path, { headers: { accept: 'application/json', ...bearerHeaders() }, cache: 'no-store' });
    // Whoever takes it learns of a failure and asks again; one that nobody takes is of no interest.
    answer.catch(() => {});
    answers.set(path, answer);
  }
}

/** What was answered to a question that is on its way, left for whoever takes it; null when it was refused, failed or never asked. */
export async function seeEarly(path: string): Promise<unknown> {
  try {
    const answer = await answers.get(path);
    return answer?.ok ? await answer.clone().json() : null;
  } catch {
    return null;
  }
}

/** The answer that is on its way already; undefined when none is, or when it was taken before. */
export function takeEarly(path: string): Promise<Response> | undefined {
  const answer = answers.get(path);
  answers.delete(path);
  return answer;
}
