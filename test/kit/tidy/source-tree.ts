import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from './finding.ts';

const textFile =
  /(\.(ts|mjs|js|json|md|sql|css|html|svg|toml|ya?ml|sh|service|rules|conf|txt)|\/[^./]+|^[^./]+)$/;
const listBytesMax = 64 * 1024 * 1024;

/** Reads every text file that is tracked, or new and not ignored; a file that was just deleted is left out. */
export function readSourceTree(root: string): SourceFile[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const list = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: listBytesMax });
  return [...new Set(list.split('\0'))]
    .filter((path) => path !== '' && path !== 'package-lock.json' && existsSync(join(root, path)))
    .toSorted()
    .map((path) => ({ path, text: textFile.test(path) ? readFileSync(join(root, path), 'utf8') : '' }));
}
