import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkImportCycles } from './kit/tidy/cycles.ts';
import { checkDeadFiles } from './kit/tidy/dead-files.ts';
import { type Check, formatFinding } from './kit/tidy/finding.ts';
import { checkFolders } from './kit/tidy/folders.ts';
import { checkForbidden } from './kit/tidy/forbidden.ts';
import { checkImportRules } from './kit/tidy/import-rules.ts';
import { checkFileSizes, checkFunctionSizes } from './kit/tidy/sizes.ts';
import { readSourceTree } from './kit/tidy/source-tree.ts';
import { checkTables } from './kit/tidy/tables.ts';
import { checkWording } from './kit/tidy/wording.ts';

const checks: readonly Check[] = [
  checkFileSizes,
  checkFunctionSizes,
  checkImportRules,
  checkImportCycles,
  checkDeadFiles,
  checkForbidden,
  checkTables,
  checkFolders,
  checkWording,
];

test('the repository keeps the rules of the house', () => {
  const files = readSourceTree(fileURLToPath(new URL('..', import.meta.url)));
  const findings = checks.flatMap((check) => check(files)).map(formatFinding);
  if (findings.length > 0) expect.fail(`${findings.length} findings\n${findings.join('\n')}`);
});
