import { contentFault } from './content-checks.ts';
import type { Component, Entry } from './dictionary.ts';
import { type Fault, fault, shown } from './problem.ts';

const CHARACTERS: Readonly<Record<Component['type'], RegExp>> = {
  N: /^\d*$/,
  X: /^[!"%-?A-Z_a-z]*$/,
  Y: /^[#\-/\dA-Z]*$/,
  Z: /^[-\w]*={0,2}$/,
};
const CHARACTER_WORDS: Readonly<Record<Component['type'], string>> = {
  N: 'digits',
  X: 'letters, digits and the marks that GS1 allows',
  Y: 'capital letters, digits, #, - and /',
  Z: 'letters, digits, -, _ and =',
};

/** Whether the value has the lengths and characters of its components; null where it has. */
export function structureFault(entry: Entry, value: string): Fault | null {
  let at = 0;
  for (const component of entry.components) {
    if (component.isOptional && at === value.length) break;
    const part = value.slice(at, at + component.lengthMax);
    if (!CHARACTERS[component.type].test(part)) {
      return said(entry, value, fault('character', `has more than ${CHARACTER_WORDS[component.type]}`));
    }
    if (part.length < component.lengthMin) return lengthFault(entry, value);
    at += part.length;
  }
  return at < value.length ? lengthFault(entry, value) : null;
}

/** Whether the content of a value of the right form can be, such as a date or a check digit, for a scan in `year`. */
export function valueFault(entry: Entry, value: string, year: number): Fault | null {
  let at = 0;
  for (const component of entry.components) {
    if (component.isOptional && at === value.length) break;
    const part = value.slice(at, at + component.lengthMax);
    for (const check of component.checks) {
      const found = contentFault(check, part, year);
      if (found !== null) return said(entry, part, found);
    }
    at += part.length;
  }
  return null;
}

/** As a person may find it in the list of GS1: `(17) USE BY or EXPIRY`. */
export function nameOf({ ai, title }: Pick<Entry, 'ai' | 'title'>): string {
  return `(${ai}) ${title}`;
}

function said(entry: Entry, text: string, { problem, message }: Fault): Fault {
  return fault(problem, `${nameOf(entry)}: ${shown(text)} ${message}.`);
}

function lengthFault(entry: Entry, value: string): Fault {
  const { length } = value;
  if (length > entry.lengthMax) {
    return fault('too-long', `${nameOf(entry)} has ${length} characters, ${entry.lengthMax} at most.`);
  }
  return fault('too-short', `${nameOf(entry)} is too short: ${shown(value)}.`);
}
