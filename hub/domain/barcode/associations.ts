import { entryOf, matchesPattern } from './dictionary.ts';
import type { Element } from './element-string.ts';
import { nameOf, valueFault } from './element-value.ts';
import { type Fault, fault } from './problem.ts';

/**
 * Whether elements of the right form are right in what they say, for a scan in `year`, and right together: the same
 * one twice says the same, none excludes another, and each has what must stand beside it.
 */
export function elementsFault(elements: readonly Element[], year: number): Fault | null {
  for (const { ai, value } of elements) {
    const entry = entryOf(ai);
    const found = entry === undefined ? null : valueFault(entry, value, year);
    if (found !== null) return found;
  }
  const different = withoutRepetition(elements);
  return repetition(elements) ?? exclusion(different) ?? requirement(different);
}

/** Elements that say the same once more are left out. */
export function withoutRepetition(elements: readonly Element[]): Element[] {
  const seen = new Set<string>();
  return elements.filter(({ ai }) => !seen.has(ai) && seen.add(ai));
}

function repetition(elements: readonly Element[]): Fault | null {
  const values = new Map<string, string>();
  for (const element of elements) {
    const before = values.get(element.ai);
    values.set(element.ai, element.value);
    if (before !== undefined && before !== element.value) {
      return fault('repeated', `${nameOf(element)} is there twice: ${before} and ${element.value}.`);
    }
  }
  return null;
}

function exclusion(elements: readonly Element[]): Fault | null {
  for (const element of elements) {
    const patterns = entryOf(element.ai)?.excluded ?? [];
    // An identifier does not exclude itself, even where it matches its own pattern.
    const other = elements.find(
      ({ ai }) => ai !== element.ai && patterns.some((pattern) => matchesPattern(ai, pattern)),
    );
    if (other !== undefined) {
      return fault('excluded', `${nameOf(element)} and ${nameOf(other)} must not be in one code.`);
    }
  }
  return null;
}

function requirement(elements: readonly Element[]): Fault | null {
  const has = (pattern: string): boolean => elements.some(({ ai }) => matchesPattern(ai, pattern));
  for (const element of elements) {
    for (const groups of entryOf(element.ai)?.required ?? []) {
      if (groups.some((group) => group.every(has))) continue;
      const wanted = groups.map((group) => group.map((ai) => `(${ai})`).join(' with ')).join(' or ');
      return fault('required', `${nameOf(element)} must stand beside ${wanted}, which is not in the code.`);
    }
  }
  return null;
}
