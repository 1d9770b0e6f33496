import { posix } from 'node:path';
import { type Finding, type SourceFile, findPattern, isCode, isTestCode, lineAt } from './finding.ts';
import { maySeeProcess } from './process-places.ts';
import { hidingProblem, skipProblem } from './skips.ts';
import { type SyntaxNode, identifierName, isSyntaxNode, stringValue, visitSyntax } from './syntax.ts';

/** Language constructs that Node cannot strip, that hide errors, or that hide where a thing lives. */
export function checkForbidden(files: readonly SourceFile[]): Finding[] {
  return files.filter(isCode).flatMap((file) => [...constructs(file), ...comments(file), ...barrel(file)]);
}

function constructs(file: SourceFile): Finding[] {
  const findings: Finding[] = [];
  visitSyntax(file, (node, parents) => {
    const message = constructProblem(node) ?? placeProblem(file.path, node, parents);
    if (message !== undefined)
      findings.push({ path: file.path, line: lineAt(file.text, node.start), message });
  });
  return findings.filter((finding) => !(isConfiguration(file.path) && finding.message === defaultExport));
}

const defaultExport = 'default export: export it by its name';

function constructProblem(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'TSAnyKeyword':
      return '`any`: use `unknown` and narrow it';
    case 'TSNonNullExpression':
      return '`!`: check for the missing value';
    case 'TSEnumDeclaration':
      return 'enum: use a union of strings';
    case 'TSModuleDeclaration':
      // `declare module 'vitest'` adds a field to a package's own type, and makes nothing.
      return stringValue(node['id']) === undefined ? 'namespace: use a module' : undefined;
    case 'TSParameterProperty':
      return 'parameter property: declare the field and assign it';
    case 'TSExportAssignment':
    case 'ExportDefaultDeclaration':
      return defaultExport;
    case 'Decorator':
      return 'decorator: call the function';
    case 'PropertyDefinition':
    case 'VariableDeclarator':
      return node['definite'] === true ? '`!`: give the field its value' : undefined;
    case 'CallExpression':
      return hidingProblem(node);
    default:
      return undefined;
  }
}

function placeProblem(path: string, node: SyntaxNode, parents: readonly SyntaxNode[]): string | undefined {
  if (isProcess(node) && !maySeeProcess(path)) {
    return '`process` belongs to main.ts and config: take the value as a parameter';
  }
  if (isWallClock(node) && isHubCode(path) && !WALL_CLOCKS.has(path)) {
    return 'the time of day may jump: take a Clock, and let no timer depend on `nowMs`';
  }
  if (isTimer(node) && isHubCode(path) && !TIMERS.has(path)) {
    return 'a timer of its own: wait by a Clock, or add the file to those that `test/faults/README.md` lists';
  }
  if (!isTestCode(path)) return undefined;
  if (isFixedSleep(node)) return 'a fixed sleep: wait for the event or the condition';
  return skipProblem(node, parents);
}

/** What may ask the operating system for the time of day: the clock itself, and what cannot be given one. */
const WALL_CLOCKS = new Set([
  'hub/kit/clock.ts',
  'hub/ledger/worker/worker.ts',
  'hub/connectors/webhook/client.ts',
  'hub/web/browser/live.ts',
]);

/** What may ask Node for a timer; `test/faults/README.md` says of each how it is measured when the clock jumps. */
const TIMERS = new Set([
  'hub/kit/clock.ts',
  'hub/kit/nudge.ts',
  'hub/main.ts',
  'hub/connectors/email/client.ts',
  'hub/connectors/webhook/client.ts',
  'hub/ledger/worker/ledger-client.ts',
  'hub/ops/wal-watch.ts',
  'hub/web/browser/live.ts',
  'hub/web/browser/search.ts',
  'hub/web/http-connections.ts',
  'hub/web/server.ts',
]);

function isHubCode(path: string): boolean {
  return path.startsWith('hub/') && !isTestCode(path);
}

/** `Date.now`, or `new Date()` of now. */
function isWallClock(node: SyntaxNode): boolean {
  if (node.type === 'MemberExpression')
    return identifierName(node['object']) === 'Date' && identifierName(node['property']) === 'now';
  if (node.type !== 'NewExpression' || identifierName(node['callee']) !== 'Date') return false;
  return Array.isArray(node['arguments']) && node['arguments'].length === 0;
}

/** A call of `setTimeout`, `setInterval` (of a server too) or `AbortSignal.timeout`, or one of them imported. */
function isTimer(node: SyntaxNode): boolean {
  if (node.type === 'ImportSpecifier')
    return /^set(Timeout|Interval)$/.test(identifierName(node['imported']) ?? '');
  if (node.type !== 'CallExpression' || !isSyntaxNode(node['callee'])) return false;
  const { callee } = node;
  const name = identifierName(callee['property']) ?? identifierName(callee) ?? '';
  if (name === 'timeout') return identifierName(callee['object']) === 'AbortSignal';
  return /^set(Timeout|Interval)$/.test(name);
}

function isProcess(node: SyntaxNode): boolean {
  if (node.type === 'ImportDeclaration') return /^(node:)?process$/.test(stringValue(node['source']) ?? '');
  return node.type === 'MemberExpression' && identifierName(node['object']) === 'process';
}

/** `new Promise((resolve) => setTimeout(resolve, 100))`, or setTimeout from node:timers/promises. */
function isFixedSleep(node: SyntaxNode): boolean {
  if (node.type === 'ImportDeclaration')
    return stringValue(node['source'])?.endsWith('timers/promises') ?? false;
  if (node.type !== 'NewExpression' || identifierName(node['callee']) !== 'Promise') return false;
  const [executor] = Array.isArray(node['arguments']) ? node['arguments'] : [];
  if (!isSyntaxNode(executor) || !Array.isArray(executor['params'])) return false;
  const resolve = identifierName(executor['params'][0]);
  return resolve !== undefined && callsTimerWith(executor['body'], resolve);
}

function callsTimerWith(body: unknown, resolve: string): boolean {
  if (!isSyntaxNode(body)) return false;
  const statements = Array.isArray(body['body']) ? body['body'].filter(isSyntaxNode) : [body];
  return statements.some((statement) => {
    const call = statement.type === 'ExpressionStatement' ? statement['expression'] : statement;
    if (!isSyntaxNode(call) || identifierName(call['callee']) !== 'setTimeout') return false;
    return Array.isArray(call['arguments']) && identifierName(call['arguments'][0]) === resolve;
  });
}

function comments(file: SourceFile): Finding[] {
  const pattern =
    /^\s*(?:\/\/|\/?\*+)\s*@ts-(?:ignore|expect-error|nocheck)|\/\/\s*@ts-(?:ignore|expect-error)/gm;
  return findPattern(file, pattern, 'a switched-off type check: make the types say it');
}

/** A file that only passes on what others export hides where a thing lives. */
function barrel(file: SourceFile): Finding[] {
  if (posix.basename(file.path) === 'index.ts') return [{ path: file.path, line: 1, message: barrelMessage }];
  return findPattern(file, /^export \* from\b/gm, barrelMessage);
}

const barrelMessage = 'a barrel: import from the file that defines it';

/** Tools demand a default export from their configuration, and vitest from a reporter. */
function isConfiguration(path: string): boolean {
  return /(^|\/)[\w.-]+\.config\.ts$/.test(path) || path === 'test/kit/count-reporter.ts';
}
