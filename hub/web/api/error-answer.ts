import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROBLEM_TYPE, problemOf, type ProblemSaid } from '../../contract/problem.ts';
import { WEB_LIMITS } from '../limits.ts';

/** The one place where errors of the API are made: problem details after RFC 9457. */
export function errorAnswer(context: Context, status: ContentfulStatusCode, said: ProblemSaid): Response {
  return context.body(JSON.stringify(problemOf(status, said)), status, { 'Content-Type': PROBLEM_TYPE });
}

export function notFound(context: Context, detail: string): Response {
  return errorAnswer(context, 404, { code: 'not-found', detail });
}

/** What is wrong with which field. */
export function invalid(
  context: Context,
  detail: string,
  issues: readonly { path: PropertyKey[]; message: string }[],
): Response {
  const problems = issues.map((issue) => ({ at: issue.path.map(String).join('.'), message: issue.message }));
  return errorAnswer(context, 400, {
    code: 'invalid',
    detail,
    problems: problems.slice(0, WEB_LIMITS.problemRows),
    problemCount: problems.length,
  });
}

export function tooLarge(context: Context, bytesMax: number): Response {
  return errorAnswer(context, 413, { code: 'too-large', detail: `The body has at most ${bytesMax} bytes.` });
}
