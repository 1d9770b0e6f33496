import { posix } from 'node:path';
import type { Finding, SourceFile } from './finding.ts';

/** Every folder says in a README.md what lives there, what it promises and how to test it. */
export function checkFolders(files: readonly SourceFile[]): Finding[] {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const folders = new Set(files.flatMap((file) => foldersOf(file.path)));
  return [...folders]
    .toSorted()
    .map((folder) => posix.join(folder, 'README.md'))
    .filter((path) => (texts.get(path) ?? '').trim() === '')
    .map((path) => ({ path, line: 1, message: 'the folder has no README.md' }));
}

/** The folder of the file and every folder above it, up to the root. */
function foldersOf(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? ['.'] : [folder, ...foldersOf(folder)];
}
