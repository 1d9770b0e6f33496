import { expect, test } from 'vitest';
import { customersIn, withoutPerson } from './forgetting.ts';

const NOBODY = { customerIds: [], values: [] };
const bytes = (text: string): number => new TextEncoder().encode(text).length;

test.for([
  ['for Zoë Müller, today', 'Zoë Müller'],
  ['write to A+B(c)|x@example.org please', 'a+b(c)|x@example.org'],
  [String.raw`{"note":"\"O'Hara\" \\ came"}`, String.raw`"O'Hara" \ came`],
  ['ID 2900000001234.', '2900000001234'],
])('what is known of a person is starred out of %j, byte for byte', ([text = '', value = '']) => {
  const left = withoutPerson(text, { ...NOBODY, values: [value] });
  expect(left).toMatch(/\*{4}/);
  expect(left.toLowerCase()).not.toContain(value.toLowerCase());
  expect(bytes(left)).toBe(bytes(text));
});

test('words of others that only hold a name, or a name of three letters, stay', () => {
  const text = 'Tea, teapot, Annabelle';
  expect(withoutPerson(text, { ...NOBODY, values: ['Anna', 'Tea', 'pot'] })).toBe(text);
});

test('a text about the customer is blanked whole, whatever is wrong with it; one that only names the id is not', () => {
  const told =
    '{"type":"backroom.customer.captured.v1","data":{"customerId":"c \\"1\\"","email":"Zoë at home';
  const person = { ...NOBODY, customerIds: ['c "1"'] };
  expect(customersIn(told)).toEqual(['c "1"']);
  expect(withoutPerson(told, person)).toBe(' '.repeat(bytes(told)));
  expect(withoutPerson(told, { ...NOBODY, customerIds: ['c'] })).toBe(told);
  const sale = told.replace('customer.captured', 'sale.completed');
  expect(withoutPerson(sale, person)).toBe(sale);
});
