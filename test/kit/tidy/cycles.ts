import type { Finding, SourceFile } from './finding.ts';
import { type Import, importsOf } from './imports.ts';

/** No file reaches itself through its imports, types included; each circle is reported once. */
export function checkImportCycles(files: readonly SourceFile[]): Finding[] {
  const graph = new Map(files.map((file) => [file.path, importsOf(file)]));
  const findings: Finding[] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly Import[]): void => {
    const start = trail.findIndex((step) => step.path === path);
    if (start !== -1) {
      findings.push(circle(trail.slice(start)));
      return;
    }
    if (finished.has(path)) return;
    for (const found of graph.get(path) ?? []) {
      if (found.file !== undefined && graph.has(found.file)) visit(found.file, [...trail, found]);
    }
    finished.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return findings;
}

function circle(steps: readonly Import[]): Finding {
  const [first] = steps;
  const names = [...steps.map((step) => step.path), first?.path ?? ''];
  return {
    path: first?.path ?? '',
    line: first?.line ?? 1,
    message: `imports go round: ${names.join(' → ')}`,
  };
}
