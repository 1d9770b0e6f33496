import { createHash } from 'node:crypto';

const LINES_KEPT = 60;
const HASH_CHARS = 12;

/** What a rule broke: the simulation ends, and its last lines are shown. */
export class SimFailure extends Error {
  override name = 'SimFailure';
}

export function holds(condition: boolean, words: () => string): asserts condition {
  if (!condition) throw new SimFailure(words());
}

/** Everything that happened, as one hash: two runs of a seed must have the same. Names nothing that is made at random. */
export class Trace {
  readonly #hash = createHash('sha256');
  readonly #lines: string[] = [];
  readonly #counts = new Map<string, number>();
  readonly #nowMs: () => number;
  readonly #tell: ((line: string) => void) | undefined;

  constructor(nowMs: () => number, tell?: (line: string) => void) {
    this.#nowMs = nowMs;
    this.#tell = tell;
  }

  note(kind: string, words = ''): void {
    const line = `${(this.#nowMs() / 1_000).toFixed(3)} ${kind} ${words}`;
    this.#hash.update(`${line}\n`);
    this.#tell?.(line);
    this.#counts.set(kind, this.count(kind) + 1);
    this.#lines.push(line);
    if (this.#lines.length > LINES_KEPT) this.#lines.shift();
  }

  count(kind: string): number {
    return this.#counts.get(kind) ?? 0;
  }

  get lastLines(): readonly string[] {
    return this.#lines;
  }

  get hash(): string {
    return this.#hash.copy().digest('hex').slice(0, HASH_CHARS);
  }
}
