const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Cuts the bytes of a JSON array into the bytes of its elements, so that an event sent in a batch is byte for byte
 * the event that was sent alone: its hash tells a duplicate from a conflict. A single object is a batch of one.
 * Null when the bytes are not JSON in UTF-8, or neither an array nor an object.
 */
export function splitBatch(
  bytes: Uint8Array,
): { readonly isList: boolean; readonly parts: Uint8Array[] } | null {
  const value = parseJson(bytes);
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return { isList: false, parts: [bytes] };
  return { isList: true, parts: value.length === 0 ? [] : elementsOf(bytes) };
}

/** The value of JSON in UTF-8, or undefined when it is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** `bytes` is known to be a JSON array with at least one element, so only strings and nesting need care. */
function elementsOf(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (OPENING.has(byte)) {
      depth += 1;
      if (depth === 1) start = at + 1;
    } else if (CLOSING.has(byte)) {
      depth -= 1;
      if (depth === 0) parts.push(trimmed(bytes, start, at));
    } else if (byte === COMMA && depth === 1) {
      parts.push(trimmed(bytes, start, at));
      start = at + 1;
    }
  }
  return parts;
}

function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function trimmed(bytes: Uint8Array, start: number, end: number): Uint8Array {
  let [first, last] = [start, end];
  while (SPACE.has(bytes[first] ?? 0)) first += 1;
  while (SPACE.has(bytes[last - 1] ?? 0)) last -= 1;
  return bytes.subarray(first, last);
}
