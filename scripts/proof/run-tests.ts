import { relative } from 'node:path';
import { createVitest, type Reporter, type TestCase, type TestModule } from 'vitest/node';
import type { TestReport } from './judge.ts';

const DETAILS_CHARS_MAX = 2_000;

interface RunOptions {
  readonly root: string;
  readonly files: readonly string[];
  /** Told of each file when it has ended. */
  readonly onFile: (file: string, reports: readonly TestReport[]) => void;
}

/**
 * Runs the test files one after the other, so that no proof is measured in the noise of another. Resolves to what went
 * wrong outside of any test, such as a process that died.
 */
export async function runTests({ root, files, onFile }: RunOptions): Promise<string[]> {
  const strayed: string[] = [];
  const untold = new Set(files);
  const reporter: Reporter = {
    onTestModuleEnd: (module) => {
      const file = relative(root, module.moduleId);
      untold.delete(file);
      onFile(file, reportsOf(module, file));
    },
    onTestRunEnd: (_modules, errors) => {
      strayed.push(...errors.map(({ message }) => firstLine(message)));
    },
  };
  const options = {
    root,
    watch: false,
    reporters: [reporter],
    fileParallelism: false,
    includeTaskLocation: true,
  };
  // Standard output belongs to the table: what tests print goes where the progress goes.
  const vitest = await createVitest(options, {}, { stdout: process.stderr });
  try {
    await vitest.start([...files]);
  } finally {
    await vitest.close();
  }
  for (const file of untold) onFile(file, [brokenFile(file, 'its process died before it had ended')]);
  return strayed;
}

function reportsOf(module: TestModule, file: string): TestReport[] {
  const errors = [module, ...module.children.allSuites()].flatMap((node) => node.errors());
  const broken = errors.map(({ message }) => brokenFile(file, message));
  return [...broken, ...[...module.children.allTests()].map((test) => reportOf(test, file))];
}

function brokenFile(file: string, why: string): TestReport {
  const nothing = { line: 0, proofs: [], durationMs: 0 };
  return { file, name: 'the file itself', state: 'failed', ...saying(why), ...nothing };
}

function reportOf(test: TestCase, file: string): TestReport {
  const result = test.result();
  const common = {
    file,
    name: test.fullName,
    line: test.location?.line ?? 0,
    proofs: test.meta().proofs ?? [],
    durationMs: test.diagnostic()?.duration ?? 0,
  };
  switch (result.state) {
    case 'passed':
      return { ...common, state: 'passed' };
    case 'failed':
      return { ...common, state: 'failed', ...saying(result.errors[0]?.message ?? 'failed') };
    case 'skipped':
      return { ...common, state: 'not run', why: result.note ?? 'no reason given' };
    case 'pending':
      return { ...common, state: 'not run', why: 'the run ended before it' };
  }
}

function saying(message: string) {
  return { why: firstLine(message), details: message.slice(0, DETAILS_CHARS_MAX) };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
