import type { Row } from './row.ts';

/** What every figure gets. */
export interface BenchRun {
  /** Small sizes, to see that the bench works; the values mean little. */
  readonly quick: boolean;
  readonly rounds: number;
  /** One line for the person who waits. */
  readonly say: (text: string) => void;
}

export type Figure = (run: BenchRun) => Promise<Row[]>;
