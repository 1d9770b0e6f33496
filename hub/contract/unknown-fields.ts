/**
 * What `input` holds and `known` does not, in the same nesting; undefined when there is nothing. List items
 * are named by their index.
 */
export function unknownFields(input: unknown, known: unknown): Record<string, unknown> | undefined {
  if (!isNested(input) || !isNested(known)) return undefined;
  let rest: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(input)) {
    const part = Object.hasOwn(known, key) ? unknownFields(value, known[key]) : value;
    if (part === undefined) continue;
    rest ??= Object.create(null) as Record<string, unknown>;
    rest[key] = part;
  }
  return rest;
}

function isNested(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
