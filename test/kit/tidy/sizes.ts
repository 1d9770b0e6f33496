import { type Finding, type SourceFile, isCode, lineAt } from './finding.ts';
import { type SyntaxNode, identifierName, visitSyntax } from './syntax.ts';

const fileLinesMax = 300;
const functionLinesMax = 60;
const parametersMax = 3;
/** A function that is handed to a library takes what the library gives (aedes calls `authenticate` with four). */
const callbackParametersMax = 4;

/** A file that needs more than 300 lines holds two ideas. */
export function checkFileSizes(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => /\.(ts|mjs|js|sql|css)$/.test(file.path))
    .map((file) => ({ path: file.path, lines: file.text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > fileLinesMax)
    .map(({ path, lines }) => ({
      path,
      line: fileLinesMax + 1,
      message: `${lines} lines, ${fileLinesMax} at most`,
    }));
}

/** Functions fit on a screen and take at most three positional parameters. `describe` only groups, so it may be long. */
export function checkFunctionSizes(files: readonly SourceFile[]): Finding[] {
  const findings: Finding[] = [];
  for (const file of files.filter(isCode)) {
    visitSyntax(file, (node, [parent]) => {
      if (!isFunction(node)) return;
      const line = lineAt(file.text, node.start);
      const add = (message: string): number => findings.push({ path: file.path, line, message });
      const lines = lineAt(file.text, node.end) - line + 1;
      if (lines > functionLinesMax && !isDescribe(parent)) {
        add(`a function of ${lines} lines, ${functionLinesMax} at most`);
      }
      const count = parameterCount(node);
      const max = isHandedOver(node, parent) ? callbackParametersMax : parametersMax;
      if (count > max) add(`${count} positional parameters, ${max} at most: use an options object`);
    });
  }
  return findings;
}

function isFunction(node: SyntaxNode): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|TSEmptyBodyFunctionExpression)$/.test(
    node.type,
  );
}

/** An argument, or the value of a field or property; methods and declared functions are ours to shape. */
function isHandedOver(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (parent?.type === 'CallExpression') return true;
  const isField = parent?.type === 'PropertyDefinition' || parent?.type === 'Property';
  return (isField || parent?.type === 'AssignmentExpression') && node.type === 'ArrowFunctionExpression';
}

function isDescribe(parent: SyntaxNode | undefined): boolean {
  return parent?.type === 'CallExpression' && identifierName(parent['callee']) === 'describe';
}

function parameterCount(node: SyntaxNode): number {
  const params = node['params'];
  return Array.isArray(params) ? params.filter((param) => identifierName(param) !== 'this').length : 0;
}
