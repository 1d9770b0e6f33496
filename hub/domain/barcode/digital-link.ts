import { type Entry, entryOf } from './dictionary.ts';
import type { Element, Split } from './element-string.ts';
import { nameOf, structureFault } from './element-value.ts';
import { type Fault, type CodeProblem, fault, shown } from './problem.ts';

const ADDRESS = /^https?:\/\/[^/?#]+(\/[^?#]*)?(?:\?([^#]*))?/i;
const GTIN_LENGTHS: readonly number[] = [8, 12, 13, 14];

/**
 * Takes a GS1 Digital Link apart: `https://any.host/any/path/01/09506000134352/10/A1?17=261231`. The path holds a key
 * with its qualifiers in their order, the query holds attributes; what else is in the query belongs to the shop's own
 * page. A GTIN may be written with 8, 12, 13 or 14 digits. Null for an address that is no Digital Link.
 * Source: GS1 Digital Link Standard: URI Syntax, 1.4.
 */
export function splitDigitalLink(address: string): Split | null {
  const [, path = '', query = ''] = ADDRESS.exec(address) ?? [];
  const segments = path.replace(/\/$/, '').split('/').slice(1);
  const start = keyPlace(segments);
  if (start === null) return null;
  const elements: Element[] = [];
  const pairs = [...pathPairs(segments.slice(start)), ...queryPairs(query)];
  for (const { ai, text, isAttribute } of pairs) {
    const read = elementOf(ai, text, isAttribute);
    if ('problem' in read) {
      // Any page may have `/01/` in its address; with something else than a number behind it, it is not meant as a key.
      return elements.length === 0 && read.problem === 'character' ? null : { kind: 'wrong', fault: read };
    }
    elements.push(read);
  }
  const disorder = orderFault(segments.slice(start).filter((_segment, index) => index % 2 === 0));
  return disorder === null ? { kind: 'split', elements } : { kind: 'wrong', fault: disorder };
}

interface Pair {
  readonly ai: string;
  readonly text: string;
  readonly isAttribute: boolean;
}

/** Where the key stands: the last one behind which there are only pairs of identifiers and values. */
function keyPlace(segments: readonly string[]): number | null {
  for (let at = segments.length - 2; at >= 0; at -= 2) {
    const entry = entryOf(segments[at] ?? '');
    if (entry === undefined) return null;
    if (entry.qualifiers !== null) return at;
  }
  return null;
}

function pathPairs(segments: readonly string[]): Pair[] {
  return segments.flatMap((text, index) =>
    index % 2 === 1 ? [{ ai: segments[index - 1] ?? '', text, isAttribute: false }] : [],
  );
}

/** Names of two to four digits are identifiers, other names are left to whoever owns the page. */
function queryPairs(query: string): Pair[] {
  return query
    .split(/[&;]/)
    .filter((pair) => /^\d{2,4}=/.test(pair))
    .map((pair) => {
      const equals = pair.indexOf('=');
      return { ai: pair.slice(0, equals), text: pair.slice(equals + 1), isAttribute: true };
    });
}

function elementOf(ai: string, text: string, isAttribute: boolean): Element | Fault {
  const entry = entryOf(ai);
  if (entry === undefined) return fault('unknown-ai', `There is no application identifier ${shown(ai)}.`);
  if (isAttribute && !entry.isLinkAttribute) {
    return fault('not-an-attribute', `${nameOf(entry)} must not stand behind the question mark of a link.`);
  }
  const decoded = percentDecoded(text);
  if (decoded === null) return wrongEncoding(entry, text);
  const value = ai === '01' && GTIN_LENGTHS.includes(decoded.length) ? decoded.padStart(14, '0') : decoded;
  return structureFault(entry, value) ?? { ai, value, title: entry.title };
}

function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function wrongEncoding(entry: Entry, text: string): Fault {
  const problem: CodeProblem = 'percent-encoding';
  return fault(problem, `${nameOf(entry)}: ${shown(text)} has a % without two hexadecimal digits.`);
}

/** The qualifiers behind a key are some of those that one of its lists has, in the order of that list. */
function orderFault(identifiers: readonly string[]): Fault | null {
  const [key = '', ...qualifiers] = identifiers;
  const orders = entryOf(key)?.qualifiers ?? [];
  if (qualifiers.length === 0 || orders.some((order) => isInOrder(qualifiers, order))) return null;
  const wanted = orders.map((order) => order.map((ai) => `(${ai})`).join(', ')).join(' or ');
  const may = wanted === '' ? 'nothing else may follow' : `only ${wanted} may follow, in this order`;
  return fault('path-order', `Behind (${key}) in the path of a link ${may}.`);
}

function isInOrder(identifiers: readonly string[], order: readonly string[]): boolean {
  const places = identifiers.map((ai) => order.indexOf(ai));
  return places.every((place, index) => place > (places[index - 1] ?? -1));
}
