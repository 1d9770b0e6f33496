import { holds } from './trace.ts';

const SHOWN_CHARS = 160;

/** The ledger's figures and the model's; where they differ first is shown. */
export function same(what: string, actual: unknown, expected: unknown): void {
  const [said, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  holds(said === wanted, () => `${what}: ${firstDifference(said, wanted)}`);
}

function firstDifference(said: string | undefined, wanted: string | undefined): string {
  const [a, b] = [String(said), String(wanted)];
  const different = Array.from({ length: a.length }, (_, index) => index).find(
    (index) => a[index] !== b[index],
  );
  const at = Math.max(0, (different ?? a.length) - SHOWN_CHARS / 2);
  return `the ledger says …${a.slice(at, at + SHOWN_CHARS)}… and the model …${b.slice(at, at + SHOWN_CHARS)}…`;
}
