/**
 * JSON text of which there is one for each value: the names of every object in the order of their code units, no spaces, as
 * in RFC 8785 for values without fractions. Members that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => (isObject(member) ? sorted(member) : member));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = Object.keys(object).toSorted((one, other) => (one < other ? -1 : 1));
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}
