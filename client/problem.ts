import type { components, operations } from './schema.js';

export type Problem = components['schemas']['Problem'];

type ProblemIn<Response> = Response extends { content: { 'application/problem+json': infer Body } }
  ? Body
  : never;
type CodeIn<Responses> = Extract<ProblemIn<Responses[keyof Responses]>, { code: string }>['code'];

/** Every `code` of the OpenAPI document. docs/errors.md says what each means and what to do. */
export type ProblemCode = {
  [Name in keyof operations]: CodeIn<operations[Name]['responses']>;
}[keyof operations];

/** An answer that is an error. Its message is the problem's `detail`, for people. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  /** Undefined if the answer came from a proxy in front of Duet. */
  readonly code: ProblemCode | undefined;
  readonly problem: Problem | undefined;
  /** How long to wait before the next attempt, in seconds, if the answer says so. */
  readonly retryAfter: number | undefined;

  /** @param body the parsed answer, or its text. */
  constructor(response: Response, body: unknown) {
    const problem = isProblem(body) ? body : undefined;
    super(
      problem?.detail ??
        `Unexpected answer from ${response.url}: status ${response.status}, and not from Duet itself.`,
    );
    this.status = response.status;
    this.code = problem?.code as ProblemCode | undefined;
    this.problem = problem;
    const seconds = Number(response.headers.get('Retry-After') ?? NaN);
    this.retryAfter = Number.isNaN(seconds) ? undefined : seconds;
  }

  /** Whether the same request may succeed later. */
  get transient(): boolean {
    return this.status >= 500 || this.status === 408 || this.status === 429;
  }
}

export async function problemOf(response: Response): Promise<ProblemError> {
  const text = await response.text();
  try {
    return new ProblemError(response, JSON.parse(text));
  } catch {
    return new ProblemError(response, text);
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
