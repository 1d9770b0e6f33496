import { posix } from 'node:path';
import { type SourceFile, isCode, lineAt } from './finding.ts';
import { type SyntaxNode, identifierName, isSyntaxNode, stringValue, visitSyntax } from './syntax.ts';

export interface Import {
  readonly path: string;
  readonly line: number;
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** The imported file from the repository's root; undefined for a package or a node built-in. */
  readonly file?: string;
  /** The npm package; undefined for a file or a node built-in. */
  readonly package?: string;
}

/** Returns everything a file loads: imports, re-exports, `import()`, and files named by `new URL(…, import.meta.url)`. */
export function importsOf(file: SourceFile): Import[] {
  const imports: Import[] = [];
  if (!isCode(file)) return imports;
  visitSyntax(file, (node) => {
    const found = specifierOf(node);
    if (found === undefined) return;
    const line = lineAt(file.text, node.start);
    imports.push({ path: file.path, line, ...found, ...target(file.path, found.specifier) });
  });
  return imports;
}

function specifierOf(node: SyntaxNode): { specifier: string; typeOnly: boolean } | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression': {
      const specifier = stringValue(node['source']);
      return specifier === undefined ? undefined : { specifier, typeOnly: isTypeOnly(node) };
    }
    case 'TSImportType': {
      const specifier = stringValue(node['source'] ?? node['argument']);
      return specifier === undefined ? undefined : { specifier, typeOnly: true };
    }
    case 'NewExpression':
      return urlSpecifier(node);
    default:
      return undefined;
  }
}

/** `import type …`, or an import in which every name is marked `type`. */
function isTypeOnly(node: SyntaxNode): boolean {
  if (node['importKind'] === 'type' || node['exportKind'] === 'type') return true;
  const names = Array.isArray(node['specifiers']) ? node['specifiers'].filter(isSyntaxNode) : [];
  return (
    names.length > 0 && names.every((name) => name['importKind'] === 'type' || name['exportKind'] === 'type')
  );
}

function urlSpecifier(node: SyntaxNode): { specifier: string; typeOnly: boolean } | undefined {
  const [first, base] = Array.isArray(node['arguments']) ? node['arguments'] : [];
  const specifier = stringValue(first);
  const fromHere =
    isSyntaxNode(base) && base.type === 'MemberExpression' && identifierName(base['property']) === 'url';
  if (identifierName(node['callee']) !== 'URL' || !fromHere || specifier === undefined) return undefined;
  return /^\.{1,2}\/.*\.(ts|mjs)$/.test(specifier) ? { specifier, typeOnly: false } : undefined;
}

function target(path: string, specifier: string): { file?: string; package?: string } {
  if (specifier.startsWith('.')) return { file: posix.join(posix.dirname(path), specifier) };
  if (specifier.startsWith('node:')) return {};
  const depth = specifier.startsWith('@') ? 2 : 1;
  return { package: specifier.split('/').slice(0, depth).join('/') };
}
