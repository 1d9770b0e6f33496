import type { Finding, SourceFile } from './finding.ts';
import { type Import, importsOf } from './imports.ts';
import { importRules, isBelow, ruleFor } from './import-table.ts';

/** Every import is one that the table allows to its folder, and every file of the hub and devices has a rule. */
export function checkImportRules(files: readonly SourceFile[]): Finding[] {
  const forbidden = files.flatMap(importsOf).flatMap((found) => {
    const message = whyForbidden(found);
    return message === undefined ? [] : [{ path: found.path, line: found.line, message }];
  });
  const unruled = files
    .filter(({ path }) => /^(hub|devices)\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'))
    .filter(({ path }) => ruleFor(path) === undefined)
    .map(({ path }) => ({ path, line: 1, message: 'import-table.ts has no rule for this file' }));
  return [...forbidden, ...unruled];
}

function whyForbidden(found: Import): string | undefined {
  const rule = ruleFor(found.path);
  if (rule === undefined) return undefined;
  const { file } = found;
  if (file !== undefined) {
    if (isBelow(file, rule.folder) || rule.from.some((folder) => isBelow(file, folder))) return undefined;
    const typesAllowed = rule.typesFrom?.some((folder) => isBelow(file, folder)) ?? false;
    if (!typesAllowed) return `${rule.folder} may not import ${file}`;
    return found.typeOnly ? undefined : `${rule.folder} may import only types from ${file}`;
  }
  if (found.package === undefined || rule.packages.includes(found.package)) return undefined;
  return `${rule.folder} may not import the package ${found.package}${ownersOf(found.package)}`;
}

function ownersOf(name: string): string {
  const owners = importRules.filter((rule) => rule.packages.includes(name)).map((rule) => rule.folder);
  return owners.length === 0 ? ' (no folder owns it)' : ` (it belongs to ${owners.join(', ')})`;
}
