/**
 * Ends a run with one line that a program can read: `12 passed, 0 failed`, with `, 1 skipped` when there are any.
 *
 * The line is written while the process exits, after every other reporter and after whatever a late handle prints,
 * so it is the last line whatever happens. A file that cannot be loaded and an error outside any test each count as
 * one failure: a run that is not green never shows `0 failed`.
 */

/** The part of a vitest test or module that this reporter reads. */
interface TestNode {
  readonly type: string;
  errors?(): readonly unknown[];
  readonly children?: { allTests(): Iterable<TestResultNode>; allSuites?(): Iterable<TestNode> };
}

interface TestResultNode {
  result(): { readonly state: string };
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export default class CountReporter {
  /** Until a run has ended, the truth is that nothing was shown to work. */
  #counts: Counts = { passed: 0, failed: 1, skipped: 0 };

  onInit(): void {
    process.once('exit', () => process.stdout.write(`${countLine(this.#counts)}\n`));
  }

  onTestRunEnd(modules: readonly TestNode[], unhandledErrors: readonly unknown[]): void {
    this.#counts = countResults(modules, unhandledErrors.length);
  }
}

export function countResults(modules: readonly TestNode[], unhandledErrors: number): Counts {
  const tests = modules.flatMap((module) => [...(module.children?.allTests() ?? [])]);
  const inState = (state: string): number => tests.filter((test) => test.result().state === state).length;
  const passed = inState('passed');
  const failed =
    inState('failed') + unhandledErrors + modules.reduce((sum, module) => sum + loadErrors(module), 0);
  // A test that never started (its hook failed, the run was cut) is not a pass: it counts with the skipped ones.
  return { passed, failed, skipped: tests.length - passed - inState('failed') };
}

/** Errors that belong to a file or a `describe`, such as a syntax error or a failed hook. */
function loadErrors(module: TestNode): number {
  const suites = [...(module.children?.allSuites?.() ?? [])];
  return [module, ...suites].filter((node) => (node.errors?.() ?? []).length > 0).length;
}

export function countLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
