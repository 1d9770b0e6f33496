import { parseAst } from 'vitest/node';
import type { SourceFile } from './finding.ts';

/** A node of the ESTree form that vitest's own parser returns; offsets count UTF-16 units. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** `entering` is called for every node, parents before children, with the chain of its parents, nearest first. */
export type Visit = (node: SyntaxNode, parents: readonly SyntaxNode[]) => void;

const parsed = new WeakMap<SourceFile, SyntaxNode>();

export function visitSyntax(file: SourceFile, visit: Visit): void {
  visitNode(parse(file), [], visit);
}

/** Parses once per file object, because every check walks the same tree. */
function parse(file: SourceFile): SyntaxNode {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  // vitest passes on its parser under this older name only.
  // oxlint-disable-next-line typescript/no-deprecated
  const tree: unknown = parseAst(file.text, { lang: file.path.endsWith('.ts') ? 'ts' : 'js' });
  if (!isSyntaxNode(tree)) throw new Error(`${file.path} has no syntax tree`);
  parsed.set(file, tree);
  return tree;
}

function visitNode(node: SyntaxNode, parents: readonly SyntaxNode[], visit: Visit): void {
  visit(node, parents);
  const chain = [node, ...parents];
  for (const child of childrenOf(node)) visitNode(child, chain, visit);
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node).flat().filter(isSyntaxNode);
}

export function isSyntaxNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

/** Returns the name when `node` is an identifier. */
export function identifierName(node: unknown): string | undefined {
  return isSyntaxNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined;
}

/** Returns the text when `node` is a string literal. */
export function stringValue(node: unknown): string | undefined {
  return isSyntaxNode(node) && node.type === 'Literal' && typeof node['value'] === 'string'
    ? node['value']
    : undefined;
}
