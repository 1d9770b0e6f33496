/** Who is forgotten: the ids by which events name them, and what was known of them. */
export interface ForgottenPerson {
  readonly customerIds: readonly string[];
  /** Name, addresses, numbers, as they were written and as they were found. */
  readonly values: readonly string[];
}

/** Shorter ones are in too many words of others. */
const VALUE_LENGTH_MIN = 4;

const OF_CUSTOMERS = '"backroom.customer.';

/**
 * What is left of a text that nobody could read when a person is forgotten. One about the person is blanked whole. In any
 * other, such as a sale that a person may still repair, what is known of them is starred out. As many bytes as before.
 */
export function withoutPerson(text: string, person: ForgottenPerson): string {
  if (isAboutCustomer(text, person.customerIds)) return ' '.repeat(bytesIn(text));
  let left = text;
  for (const value of person.values) if (value.length >= VALUE_LENGTH_MIN) left = starred(left, value);
  return left;
}

/** The ids in a text that tells about customers, whether it is whole or not. */
export function customersIn(text: string): string[] {
  if (!text.includes(OF_CUSTOMERS)) return [];
  return [...text.matchAll(/"customerId"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].flatMap(([, id = '']) => unquoted(id));
}

/** Whether a text names any of the ids, as JSON has them. */
export function namesAny(text: string, customerIds: readonly string[]): boolean {
  return customerIds.some((id) => text.includes(JSON.stringify(id)));
}

function isAboutCustomer(text: string, customerIds: readonly string[]): boolean {
  return text.includes(OF_CUSTOMERS) && namesAny(text, customerIds);
}

/** Whole words only, without regard to case, as it is and as JSON has it. */
function starred(text: string, value: string): string {
  const spelled = new Set([value, JSON.stringify(value).slice(1, -1)]);
  const either = [...spelled].map(literally).join('|');
  const word = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${either})(?![\p{L}\p{N}])`, 'giu');
  return text.replace(word, (found) => '*'.repeat(bytesIn(found)));
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function unquoted(text: string): string[] {
  try {
    return [String(JSON.parse(`"${text}"`))];
  } catch {
    return [];
  }
}

function bytesIn(text: string): number {
  return new TextEncoder().encode(text).length;
}
