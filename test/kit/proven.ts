import type { PromiseKey } from './promises.ts';

/** What a test says of itself when it has proved a promise. */
export interface Proof {
  readonly promise: PromiseKey;
  /** How many things were tried: images, kills, packets, seeds. */
  readonly cases: number;
  /** What was measured on the way, in a few words: `p99 3.1 ms, quiet 2.9 ms`. */
  readonly figures?: string;
}

declare module 'vitest' {
  interface TaskMeta {
    proofs?: Proof[];
  }
}

/** The part of a vitest task that is written to: `({ task }) => …` of a test, or `context.task`. */
interface Provable {
  readonly meta: { proofs?: Proof[] };
}

/**
 * The last line of a test that proves a promise; `npm run proof` makes its table of what is said here. A test that
 * fails or gives up before never reaches it, and the table says so: `npm run proof` reads the promise from the source,
 * so spell the key out, as in `proven(task, { promise: 'kill-loop', cases: KILLS })`.
 */
export function proven(task: Provable, proof: Proof): void {
  task.meta.proofs = [...(task.meta.proofs ?? []), proof];
}
