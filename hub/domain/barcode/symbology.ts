import { SEPARATOR } from './element-string.ts';

/** What kind of symbol a code was read from, as far as it tells how to read it. */
export type Symbology = 'ean' | 'ean-8' | 'add-on' | 'gs1' | 'itf' | 'other' | 'unknown';

/** Identifiers that scanners put in front where they are told to. Source: ISO/IEC 15424. */
const IDENTIFIERS: Readonly<Record<string, Symbology>> = {
  E0: 'ean',
  E3: 'add-on',
  E4: 'ean-8',
  C1: 'gs1',
  e0: 'gs1',
  e1: 'gs1',
  e2: 'gs1',
  d2: 'gs1',
  Q3: 'gs1',
  J1: 'gs1',
  I0: 'itf',
  I1: 'itf',
};

/** Takes off what a scanner puts around a code: the symbology identifier in front, line ends and blanks. */
export function readSymbology(scanned: string): { readonly symbology: Symbology; readonly text: string } {
  const text = trimmed(scanned);
  const match = /^\]([A-Za-z][\dA-Za-z])/.exec(text);
  if (match === null) return { symbology: 'unknown', text };
  return { symbology: IDENTIFIERS[match[1] ?? ''] ?? 'other', text: trimmed(text.slice(3)) };
}

/** Up to the space: control characters, of which only the separator has a meaning and tells an element string. */
const BLANK_MAX = 32;
const SEPARATOR_CODE = SEPARATOR.charCodeAt(0);

function trimmed(text: string): string {
  const isBlank = (at: number): boolean =>
    text.charCodeAt(at) <= BLANK_MAX && text.charCodeAt(at) !== SEPARATOR_CODE;
  let [from, to] = [0, text.length];
  while (from < to && isBlank(from)) from += 1;
  while (to > from && isBlank(to - 1)) to -= 1;
  return text.slice(from, to);
}
