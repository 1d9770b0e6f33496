/** A text file of the repository, with its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Something that the house rules forbid, with the line a reader has to go to. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** A rule of the house: takes the files of the whole repository, returns what breaks it. */
export type Check = (files: readonly SourceFile[]) => readonly Finding[];

export function formatFinding({ path, line, message }: Finding): string {
  return `${path}:${line} ${message}`;
}

/** Returns the line, from 1, of the character at `offset`. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Returns one finding for each match of `pattern`, which needs the `g` flag. */
export function findPattern(file: SourceFile, pattern: RegExp, message: string): Finding[] {
  return [...file.text.matchAll(pattern)].map((match) => ({
    path: file.path,
    line: lineAt(file.text, match.index),
    message,
  }));
}

export function isCode(file: SourceFile): boolean {
  return /\.(ts|mjs)$/.test(file.path);
}

export function isTestCode(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/');
}
