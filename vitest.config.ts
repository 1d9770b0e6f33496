import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['hub/**/*.test.ts', 'devices/**/*.test.ts', 'scripts/**/*.test.ts', 'test/**/*.test.ts'],
    // Real brokers, real SQLite and killed processes: one process a file, so that nothing leaks from one to the next.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    passWithNoTests: true,
    // Only named tests count: `.only` left behind must fail, not hide the others.
    allowOnly: false,
    reporters: ['default', './test/kit/count-reporter.ts'],
  },
});
