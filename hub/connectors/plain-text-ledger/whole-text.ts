import { entryOfMarker } from './map.ts';

export interface WholeText {
  /** How many characters of the text stay. */
  readonly length: number;
  readonly entries: ReadonlySet<number>;
  /** False where an entry that was edited by hand lacks the empty line behind it. */
  readonly endsWhole: boolean;
}

/**
 * What of a file is to be gone on from. A crash may have left a piece of the entry that was being written: it comes
 * `again`, and is cut off. Anything else that stands at the end was put there by a person, and stays.
 */
export function wholeText(text: string, again: ReadonlySet<number>): WholeText {
  const lineStart = text.lastIndexOf('\n') + 1;
  const length = text.slice(lineStart).startsWith(';') ? lineStart : text.length;
  const kept = text.slice(0, length);
  const last = lastMarker(kept);
  const isTorn = last !== null && !kept.slice(last.start).includes('\n\n') && again.has(last.entry);
  const whole = isTorn ? kept.slice(0, last.start) : kept;
  const entries = new Set(whole.split('\n').flatMap((line) => entryOfMarker(line) ?? []));
  return { length: whole.length, entries, endsWhole: whole === '' || whole.endsWith('\n\n') };
}

function lastMarker(text: string): { start: number; entry: number } | null {
  const start = text.lastIndexOf('; entry ');
  if (start === -1 || (start > 0 && text[start - 1] !== '\n')) return null;
  const entry = entryOfMarker(text.slice(start, text.indexOf('\n', start)));
  return entry === null ? null : { start, entry };
}
