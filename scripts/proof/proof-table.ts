import type { ProofRow } from './judge.ts';
import type { PromiseResult } from './summary.ts';

/** The first column is as wide as this; what is longer goes on below. */
const WIDTH = 96;
const INDENT = '  ';

interface Line {
  readonly text: string;
  readonly cases?: string;
  readonly result?: string;
  readonly figures?: string;
}

/** The table as people read it: each promise in its sentence, below it the tests that prove it. */
export function proofTable(results: readonly PromiseResult[]): string {
  const groups = Map.groupBy(results, ({ group }) => group);
  const lines = [...groups].flatMap(([group, promises]) => [
    { text: '' },
    { text: group.toUpperCase() },
    ...promises.flatMap(promiseLines),
  ]);
  return [{ text: 'promise, and its tests', cases: 'cases', result: 'result', figures: 'figures' }, ...lines]
    .flatMap(formatted)
    .join('\n');
}

function promiseLines({ key, sentence, cases, result, tests }: PromiseResult): Line[] {
  const head = { text: `${key}: ${sentence}`, cases: numbered(cases), result };
  if (tests.length === 0) return [head, { text: `${INDENT}no test spoke of it` }];
  return [head, ...tests.flatMap(testLines)];
}

function testLines({ file, name, cases, result, figures, why }: ProofRow): Line[] {
  const line = { text: `${INDENT}${file}: ${name}`, cases: numbered(cases), result, figures };
  return why === '' ? [line] : [line, { text: `${INDENT}${INDENT}${why}` }];
}

function numbered(cases: number): string {
  return cases === 0 ? '' : cases.toLocaleString('en');
}

function formatted({ text, cases = '', result = '', figures = '' }: Line): string[] {
  const [first = '', ...rest] = wrapped(text);
  const columns = [first.padEnd(WIDTH), cases.padStart(9), result.padEnd(7), figures];
  return [columns.join(INDENT).trimEnd(), ...rest];
}

/** Breaks at words; what goes on stands two characters further in. */
function wrapped(text: string): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = indent;
  for (const word of text.trim().split(/\s+/)) {
    const isFull = line.trim() !== '' && line.length + word.length + 1 > WIDTH;
    if (isFull) lines.push(line);
    line = isFull ? `${indent}${INDENT}${word}` : line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
  }
  return [...lines, line];
}
