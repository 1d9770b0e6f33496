/**
 * Makes `hub/domain/barcode/application-identifiers.ts` out of GS1's own dictionary:
 *
 *   node_modules/.bin/node scripts/gs1-table.ts --dictionary gs1-syntax-dictionary.txt
 *
 * The dictionary is at github.com/gs1/gs1-syntax-dictionary (Apache-2.0). Run this when GS1 publishes a new one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { dictionary: { type: 'string' } } });
if (values.dictionary === undefined) throw new Error('--dictionary FILE is missing');
const target = join(import.meta.dirname, '..', 'hub', 'domain', 'barcode', 'application-identifiers.ts');
const rows = readFileSync(values.dictionary, 'utf8').split('\n').flatMap(rowOf);
writeFileSync(target, sourceOf(rows));
console.log(`${rows.length} application identifiers or ranges of them`);

/** `3100-3105|*?|N6|req=01,02 ex=310n|NET WEIGHT (kg)`; nothing for a comment or an empty line. */
function rowOf(line: string): string[] {
  if (!/^\d/.test(line)) return [];
  const [definition = '', ...title] = line.split('#');
  const [identifiers = '', ...words] = definition.trim().split(/\s+/);
  const flags = /^[*?]+$/.test(words[0] ?? '') ? (words.shift() ?? '') : '';
  const isAttribute = (word: string): boolean => /^(req|ex|dlpkey)(=|$)/.test(word);
  const specification = words.filter((word) => !isAttribute(word)).join(' ');
  const attributes = words.filter(isAttribute).join(' ').replaceAll('|', '/');
  return [[identifiers, flags, specification, attributes, title.join('#').trim()].join('|')];
}

function sourceOf(table: readonly string[]): string {
  return `/**
 * The application identifiers of GS1, one or one range a line: identifiers, flags (* for a length that is
 * set beforehand and needs no separator behind it, ? for what may be an attribute of a Digital Link), components with
 * their checks, what must (req) and must not (ex) be in the same code and what the path of a Digital Link may hold
 * (dlpkey, with a slash between alternatives), title.
 *
 * Made by scripts/gs1-table.ts, not by hand, from the GS1 Barcode Syntax Dictionary: copyright 2020-2021 BWIPP
 * project, 2020-2021 Zint Project, 2021-2025 GS1 AISBL; licensed under the Apache License, Version 2.0 (see LICENSE).
 * Changed: comments left out, columns joined by bars, alternatives by slashes.
 */
export const APPLICATION_IDENTIFIERS = \`
${table.join('\n')}
\`;
`;
}
