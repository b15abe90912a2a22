/** The server answered, and the answer was an error. Anything else that fails means that it could not be reached. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    path: string,
  ) {
    super(`${path} answered ${status}`);
  }
}
