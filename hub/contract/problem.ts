import { z } from 'zod';

/**
 * Every error of the HTTP API: problem details after RFC 9457, sent as `application/problem+json`. `code` is public and
 * is never renamed; `type` is the same code as the relative address that the RFC asks for, and nothing stands there.
 */
export const Problem = z.object({
  type: z.string().describe('`/problems/` and the code.'),
  title: z.string().describe('The code in words, the same for each problem of its kind.'),
  status: z.int().describe('The status of the answer.'),
  detail: z.string().describe('What is wrong this time, for a person.'),
  code: z.string().describe('Public and never renamed.'),
  hint: z.string().optional().describe('What to do about it.'),
  problems: z
    .array(z.object({ at: z.string().describe('The field or line that is wrong.'), message: z.string() }))
    .optional(),
  problemCount: z.int().optional().describe('How many problems there are; not all may be listed.'),
});
export type Problem = z.infer<typeof Problem>;

export const PROBLEM_TYPE = 'application/problem+json';

/** What whoever answers has to say; the rest follows from the code and the status. */
export type ProblemSaid = Omit<Problem, 'type' | 'title' | 'status'>;

export function problemOf(status: number, said: ProblemSaid): Problem {
  return { type: `/problems/${said.code}`, title: inWords(said.code), status, ...said };
}

/** `idempotency-key-missing` as `Idempotency key missing`. */
function inWords(code: string): string {
  const words = code.replaceAll(/[-._]/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
