/**
 * What can be wrong with a code. These words are public and stay as they are: pages and programs tell the cases apart
 * by them. The message beside them is for the person with the scanner.
 */
export type CodeProblem =
  | 'empty'
  | 'too-long'
  | 'too-short'
  | 'check-digit'
  | 'verifier-digit'
  | 'unknown-ai'
  | 'missing-separator'
  | 'character'
  | 'date'
  | 'value'
  | 'excluded'
  | 'required'
  | 'repeated'
  | 'path-order'
  | 'not-an-attribute'
  | 'percent-encoding';

export interface Fault {
  readonly problem: CodeProblem;
  readonly message: string;
}

export function fault(problem: CodeProblem, message: string): Fault {
  return { problem, message };
}

/** Control characters and the like are shown as what they are, and long text is cut. */
export function shown(text: string): string {
  const cut = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
  return JSON.stringify(cut);
}

const SHOWN_MAX = 40;
