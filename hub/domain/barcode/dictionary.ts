import { assert } from '../../kit/assert.ts';
import { APPLICATION_IDENTIFIERS } from './application-identifiers.ts';

/** A part of the value of an element: what characters, how many of them, and what is checked besides. */
export interface Component {
  /** N digits, X the 82 characters of GS1, Y its 39 characters, Z base64 for addresses. */
  readonly type: 'N' | 'X' | 'Y' | 'Z';
  readonly lengthMin: number;
  readonly lengthMax: number;
  readonly isOptional: boolean;
  readonly checks: readonly string[];
}

/** What GS1 says of one application identifier. */
export interface Entry {
  readonly ai: string;
  readonly title: string;
  /** Its length is set beforehand for every reader, so that no separator has to follow. */
  readonly isPredefined: boolean;
  readonly isLinkAttribute: boolean;
  readonly components: readonly Component[];
  readonly lengthMax: number;
  /** Each must be met: one of its groups is in the code with all its identifiers, of which `n` is any digit. */
  readonly required: readonly (readonly (readonly string[])[])[];
  readonly excluded: readonly string[];
  /** What the path of a Digital Link may hold behind this key, in one of these orders; null where it is no key. */
  readonly qualifiers: readonly (readonly string[])[] | null;
}

const AI_LENGTHS = [2, 3, 4] as const;
const ENTRIES: ReadonlyMap<string, Entry> = new Map(
  APPLICATION_IDENTIFIERS.trim()
    .split('\n')
    .flatMap(entriesOf)
    .map((entry) => [entry.ai, entry]),
);

/** Every application identifier, one by one, in their order. */
export function allEntries(): Entry[] {
  return [...ENTRIES.values()];
}

export function entryOf(ai: string): Entry | undefined {
  return ENTRIES.get(ai);
}

/** The application identifier with which the text goes on; none is the beginning of another. */
export function entryAt(text: string, from: number): Entry | undefined {
  for (const length of AI_LENGTHS) {
    const entry = ENTRIES.get(text.slice(from, from + length));
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Whether an identifier is meant by a pattern such as `310n`. */
export function matchesPattern(ai: string, pattern: string): boolean {
  if (ai.length !== pattern.length) return false;
  for (let index = 0; index < ai.length; index += 1) {
    if (pattern[index] !== ai[index] && pattern[index] !== 'n') return false;
  }
  return true;
}

function entriesOf(row: string): Entry[] {
  const [identifiers = '', flags = '', specification = '', attributes = '', title = ''] = row.split('|');
  const components = specification.split(' ').map(componentOf);
  const shared = {
    title,
    isPredefined: flags.includes('*'),
    isLinkAttribute: flags.includes('?'),
    components,
    lengthMax: components.reduce((sum, { lengthMax }) => sum + lengthMax, 0),
    ...attributesOf(attributes.split(' ')),
  };
  const [first = '', last = first] = identifiers.split('-');
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_none, index) => ({
    ai: String(Number(first) + index).padStart(first.length, '0'),
    ...shared,
  }));
}

/** `N6,yymmd0`, `X..20` or `[N4],hhmi`. */
function componentOf(text: string): Component {
  const [shape = '', ...checks] = text.split(',');
  const match = /^\[?([NXYZ])(\.\.)?(\d+)\]?$/.exec(shape);
  assert(match !== null, `${text} is a component of the dictionary`);
  const lengthMax = Number(match[3]);
  return {
    type: match[1] as Component['type'],
    lengthMin: match[2] === undefined ? lengthMax : 1,
    lengthMax,
    isOptional: shape.startsWith('['),
    checks,
  };
}

function attributesOf(words: readonly string[]): Pick<Entry, 'required' | 'excluded' | 'qualifiers'> {
  const valuesOf = (key: string): string[] =>
    words.filter((word) => word.split('=')[0] === key).map((word) => word.slice(key.length + 1));
  const keys = valuesOf('dlpkey');
  const orders = keys.flatMap((order) => order.split('/')).map((order) => order.split(',').filter(Boolean));
  return {
    required: valuesOf('req').map((groups) => groups.split(',').map((group) => group.split('+'))),
    excluded: valuesOf('ex').flatMap((patterns) => patterns.split(',')),
    qualifiers: keys.length === 0 ? null : orders,
  };
}
