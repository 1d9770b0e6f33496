import { expect, test } from 'vitest';
import { countLine, countResults } from './count-reporter.ts';

const moduleOf = (states: string[], errors: Error[] = []): Parameters<typeof countResults>[0][number] => ({
  type: 'module',
  errors: () => errors,
  children: { allTests: () => states.map((state) => ({ result: () => ({ state }) })), allSuites: () => [] },
});

test('tests are counted over all files', () => {
  const counts = countResults([moduleOf(['passed', 'passed']), moduleOf(['failed', 'passed'])], 0);
  expect(countLine(counts)).toBe('3 passed, 1 failed');
});

test('a skipped or unstarted test is neither a pass nor left out', () => {
  expect(countLine(countResults([moduleOf(['passed', 'skipped', 'pending'])], 0))).toBe(
    '1 passed, 0 failed, 2 skipped',
  );
});

test('a file that cannot be loaded and an error outside any test are failures', () => {
  expect(countLine(countResults([moduleOf([], [new Error('syntax')])], 1))).toBe('0 passed, 2 failed');
});
