import { type SyntaxNode, identifierName, isSyntaxNode } from './syntax.ts';

const testFunctions = new Set(['test', 'it', 'describe', 'suite', 'bench']);
const hidingModifiers = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails']);

/** `test.skip`, `describe.only` and their kin hide tests before they could say why. */
export function hidingProblem({ callee }: SyntaxNode): string | undefined {
  if (!isSyntaxNode(callee) || callee.type !== 'MemberExpression') return undefined;
  const modifier = identifierName(callee['property']) ?? '';
  if (!hidingModifiers.has(modifier) || !testFunctions.has(rootName(callee))) return undefined;
  return `.${modifier}(: every test runs, everywhere`;
}

/** `test` of `test.concurrent.skip`. */
function rootName(node: unknown): string {
  if (isSyntaxNode(node) && node.type === 'MemberExpression') return rootName(node['object']);
  return identifierName(node) ?? '';
}

/**
 * A running test may find that this computer lacks what it needs. The one form for that is `context.skip(reason)`,
 * or `skip(reason)`, inside an `if`: it counts as skipped and tells why.
 */
export function skipProblem(node: SyntaxNode, parents: readonly SyntaxNode[]): string | undefined {
  if (node.type !== 'CallExpression' || !isContextSkip(node['callee'])) return undefined;
  const given: unknown[] = Array.isArray(node['arguments']) ? node['arguments'] : [];
  const isTold = given.length === 1 && isReason(given[0]);
  return isTold && isConditional(parents) ? undefined : 'skip(: only in an `if` of the test, with one reason';
}

function isContextSkip(callee: unknown): boolean {
  if (!isSyntaxNode(callee)) return false;
  if (callee.type !== 'MemberExpression') return identifierName(callee) === 'skip';
  return identifierName(callee['object']) === 'context' && identifierName(callee['property']) === 'skip';
}

/** A text that is not empty, or a name for one; no condition, which vitest would take as well. */
function isReason(argument: unknown): boolean {
  if (!isSyntaxNode(argument)) return false;
  if (argument.type !== 'Literal')
    return /^(TemplateLiteral|Identifier|MemberExpression)$/.test(argument.type);
  return typeof argument['value'] === 'string' && argument['value'].trim() !== '';
}

/** Within the function that skips stands an `if` that asks something. */
function isConditional(parents: readonly SyntaxNode[]): boolean {
  const end = parents.findIndex(
    ({ type }) => type.endsWith('Function') || type.endsWith('FunctionExpression'),
  );
  const asks = ({ type, test }: SyntaxNode): boolean =>
    type === 'IfStatement' && isSyntaxNode(test) && test.type !== 'Literal';
  return parents.slice(0, Math.max(end, 0)).some(asks);
}
