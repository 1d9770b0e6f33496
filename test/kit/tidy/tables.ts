import type { Finding, SourceFile } from './finding.ts';

const classes = ['log', 'projection', 'reference', 'delivery', 'personal', 'secret'];
const createTable = /^\s*CREATE\s+(VIRTUAL\s+|TEMP(?:ORARY)?\s+)?TABLE\b/i;

/** Every table of a migration says its class in the comment above it, and every ordinary table is STRICT. */
export function checkTables(files: readonly SourceFile[]): Finding[] {
  return files.filter((file) => /\/migrations\/[^/]+\.sql$/.test(file.path)).flatMap(checkMigration);
}

function checkMigration({ path, text }: SourceFile): Finding[] {
  const lines = text.split('\n');
  return lines.flatMap((content, index) => {
    const create = createTable.exec(content);
    if (create === null) return [];
    const messages = [classProblem(lines.slice(0, index))];
    const isVirtual = create[1]?.trim().toUpperCase() === 'VIRTUAL';
    if (!isVirtual) messages.push(strictProblem(lines.slice(index)));
    return messages
      .filter((message) => message !== undefined)
      .map((message) => ({ path, line: index + 1, message }));
  });
}

/** Reads the unbroken block of comments above the table. */
function classProblem(before: readonly string[]): string | undefined {
  const end = before.findLastIndex((content) => !content.trimStart().startsWith('--'));
  const marks = before.slice(end + 1).map((content) => /^--\s*class:\s*(\w+)/.exec(content.trim())?.[1]);
  const found = marks.findLast((mark) => mark !== undefined);
  if (found === undefined) return `no comment "-- class: ${classes.join('|')}" above the table`;
  return classes.includes(found) ? undefined : `"${found}" is no class of table (${classes.join(', ')})`;
}

function strictProblem(fromHere: readonly string[]): string | undefined {
  const statement =
    fromHere
      .map((content) => content.replace(/--.*$/, ''))
      .join('\n')
      .split(';')[0] ?? '';
  const options = statement.slice(statement.lastIndexOf(')') + 1);
  return /\bSTRICT\b/i.test(options) ? undefined : 'the table is not STRICT';
}
