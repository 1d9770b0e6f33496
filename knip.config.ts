import type { KnipConfig } from 'knip';
import { entryFiles } from './test/kit/tidy/entries.ts';

const config: KnipConfig = {
  // vitest.config.ts, oxlint.config.ts and the tests are found by knip itself.
  entry: [...entryFiles],
  project: ['hub/**/*.ts', 'devices/**/*.ts', 'scripts/**/*.{ts,mjs}', 'test/**/*.ts', '*.config.ts'],
  // Programs of Debian itself; those that the tests need are listed in scripts/debian-packages.json.
  ignoreBinaries: ['apt-get', 'bean-check', 'dpkg-query', 'gcc', 'hledger', 'prlimit', 'strace', 'umount'],
  // A type that its own file uses is exported so that a caller can name what it receives.
  ignoreExportsUsedInFile: { interface: true, type: true },
};

export default config;
