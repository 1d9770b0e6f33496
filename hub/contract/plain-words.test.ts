import { expect, test } from 'vitest';
import { z } from 'zod';
import { BusinessDate, Name, Quantity } from './fields.ts';
import { plainWords } from './plain-words.ts';

const Shape = z.strictObject({
  version: z.literal('1.0'),
  name: Name,
  kind: z.enum(['goods', 'service']),
  day: BusinessDate,
  time: z.iso.datetime({ offset: true }),
  quantity: Quantity,
  count: z.int().min(1).max(9),
  lines: z.array(z.string().max(3)).min(1).max(2),
  address: z.discriminatedUnion('kind', [z.object({ kind: z.literal('post') })]),
});
const right = {
  version: '1.0',
  name: 'Tea',
  kind: 'goods',
  day: '2026-11-23',
  time: '2026-11-23T10:00:00Z',
  quantity: '1',
  count: 1,
  lines: ['a'],
  address: { kind: 'post' },
};

function said(change: object): string {
  const parsed = Shape.safeParse({ ...right, ...change }, { error: plainWords });
  return parsed.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ') ?? '';
}

test.each([
  [{}, ''],
  [{ version: undefined }, 'version is missing'],
  [{ version: '0.3' }, 'version is not "1.0"'],
  [{ name: undefined }, 'name is missing'],
  [{ name: 5 }, 'name is not a text'],
  [{ name: '' }, 'name is empty'],
  [{ name: 'x'.repeat(201) }, 'name has more than 200 characters'],
  [{ name: 'a\nb' }, 'name holds control characters'],
  [{ kind: 'fax' }, 'kind is not one of "goods", "service"'],
  [{ day: '23.11.2026' }, 'day is not a date such as 2026-11-23'],
  [{ time: 'noon' }, 'time is not a date and time such as 2026-11-23T10:42:00Z'],
  [{ quantity: '1.2345678' }, 'quantity is not a decimal number with at most six digits behind the point'],
  [{ quantity: '1000000' }, 'quantity is more than 999999'],
  [{ count: 0 }, 'count is less than 1'],
  [{ count: 10 }, 'count is more than 9'],
  [{ count: 1.5 }, 'count is not a whole number'],
  [{ lines: [] }, 'lines is empty'],
  [{ lines: ['a', 'b', 'c'] }, 'lines has more than 2 entries'],
  [{ lines: ['a', 4] }, 'lines.1 is not a text'],
  [{ lines: {} }, 'lines is not a list'],
  [{ address: { kind: 'pigeon' } }, 'address.kind is none of the kinds that are known here'],
  [{ prot: 1 }, ' has what is not known here: prot'],
])('%j is told as: %s', (change, words) => {
  expect(said(change)).toBe(words);
});
