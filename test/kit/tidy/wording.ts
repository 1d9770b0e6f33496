import { type Finding, type SourceFile, findPattern } from './finding.ts';

/** Words that mean something only to whoever wrote the line, and files that the reader does not have. */
const foreign: readonly { readonly pattern: RegExp; readonly message: string }[] = [
  { pattern: /\/work\//g, message: 'a path that exists on one computer only' },
  { pattern: /\bwork-?place\b/gi, message: 'the reader knows no place where it was made' },
  { pattern: /\bissue\s+#?\d+\b|\bissue #/gi, message: 'the reader has no list of issues: say it in words' },
  { pattern: /\b(TODO|FIXME|XXX|HACK)\b/g, message: 'finish it, or write it down where work is planned' },
];

/** The checks and their samples have to spell out what they look for. */
const own = 'test/kit/tidy/';

export function checkWording(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => !file.path.startsWith(own))
    .flatMap((file) => foreign.flatMap(({ pattern, message }) => findPattern(file, pattern, message)));
}
