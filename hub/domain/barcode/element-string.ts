import { type Entry, entryAt, entryOf } from './dictionary.ts';
import { nameOf, structureFault } from './element-value.ts';
import { type Fault, fault, shown } from './problem.ts';

/** One application identifier with its value, as they stand in the code. */
export interface Element {
  readonly ai: string;
  readonly value: string;
  readonly title: string;
}

export type Split =
  | { readonly kind: 'split'; readonly elements: readonly Element[] }
  | { readonly kind: 'wrong'; readonly fault: Fault };

/** FNC1, the separator between elements, as scanners transmit it. */
export const SEPARATOR = '\u001d';
/** What scanners, keyboards and people write for it; none of these can be a part of a value, apart from `<GS>`. */
const SUBSTITUTES = /<GS>|\{GS\}|\[GS\]|<FNC1>|\{FNC1\}|\^\]|\u241d/gi;

/** The text with the one separator for every way to write it. */
export function withSeparators(text: string): string {
  return text.replace(SUBSTITUTES, SEPARATOR);
}

/**
 * Takes an element string apart, as it comes from GS1-128, DataBar, GS1 DataMatrix or GS1 QR. An element of a length
 * that is set beforehand ends by itself, every other ends at a separator or at the end. Lengths and characters are
 * checked; what the values say is not.
 */
export function splitElementString(text: string): Split {
  const elements: Element[] = [];
  for (let at = 0; at < text.length;) {
    if (text[at] === SEPARATOR) {
      at += 1;
      continue;
    }
    const entry = entryAt(text, at);
    if (entry === undefined) return unknownIdentifier(text.slice(at, at + 4));
    const from = at + entry.ai.length;
    at = endOf(entry, text, from);
    const value = text.slice(from, at);
    const found = structureFault(entry, value);
    if (found !== null) return { kind: 'wrong', fault: runsOn(entry, value) ?? found };
    elements.push({ ai: entry.ai, value, title: entry.title });
  }
  return { kind: 'split', elements };
}

/**
 * Takes the form apart that is printed below a code, with the identifiers in parentheses: `(01)09506000134352(10)A1`.
 * A parenthesis that belongs to a value has a backslash before it, where it could be taken for an identifier.
 */
export function splitPrinted(text: string): Split {
  const elements: Element[] = [];
  const parts = text.split(/(?<!\\)\((\d{2,4})\)/).slice(1);
  for (let index = 0; index < parts.length; index += 2) {
    const entry = entryOf(parts[index] ?? '');
    if (entry === undefined) return unknownIdentifier(parts[index] ?? '');
    const value = (parts[index + 1] ?? '').replaceAll('\\(', '(').trim();
    const found = structureFault(entry, value);
    if (found !== null) return { kind: 'wrong', fault: found };
    elements.push({ ai: entry.ai, value, title: entry.title });
  }
  return { kind: 'split', elements };
}

function endOf(entry: Entry, text: string, from: number): number {
  const separator = text.indexOf(SEPARATOR, from);
  const end = separator === -1 ? text.length : separator;
  return entry.isPredefined ? Math.min(end, from + entry.lengthMax) : end;
}

/** An element that is whole up to somewhere, with other whole elements behind: the separator between them is missing. */
function runsOn(entry: Entry, value: string): Fault | null {
  if (entry.isPredefined) return null;
  for (let cut = Math.min(entry.lengthMax, value.length - 1); cut > 0; cut -= 1) {
    if (structureFault(entry, value.slice(0, cut)) === null && isWhole(value, cut)) {
      return fault(
        'missing-separator',
        `The separator (FNC1) behind ${nameOf(entry)} is missing: it runs on into ${shown(value.slice(cut))}.`,
      );
    }
  }
  return null;
}

/** Whether the text is nothing but whole elements from here on, the last of which may be open. */
function isWhole(text: string, from: number): boolean {
  for (let at = from; at < text.length;) {
    const entry = entryAt(text, at);
    if (entry === undefined) return false;
    const start = at + entry.ai.length;
    at = endOf(entry, text, start);
    if (structureFault(entry, text.slice(start, at)) !== null) return false;
  }
  return true;
}

function unknownIdentifier(text: string): Split {
  return {
    kind: 'wrong',
    fault: fault('unknown-ai', `There is no application identifier that begins with ${shown(text)}.`),
  };
}
