/** The server answered, and the answer was an error. Anything else that fails means that it could not be reached. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    path: string,
    /** The problem's code, as in `invalid-window`; null when the answer named none. */
    readonly code: string | null = null,
    /** What the server says is wrong, for people. */
    readonly detail: string | null = null,
  ) {
    super(`${path} answered ${status}`);
  }

  static async of(response: Response, path: string): Promise<HttpProblem> {
    const problem = (await response.json().catch(() => null)) as { type?: string; title?: string; detail?: string } | null;
    return new HttpProblem(response.status, path, problem?.type?.replace('/problems/', '') ?? null, problem?.detail ?? problem?.title ?? null);
  }
}
