import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InOrder } from './in-order.ts';

test('results come out in the order in which the work began, whatever ends first', () => {
  const anyOrder = fc
    .integer({ min: 0, max: 30 })
    .chain((count) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count }));
  fc.assert(
    fc.property(anyOrder, (endings) => {
      const order = new InOrder();
      const done: number[] = [];
      const finish = endings.map(() => order.enter());
      for (const [ended, index] of endings.entries()) {
        finish[index]?.(() => done.push(index));
        const before = endings.slice(0, ended + 1);
        const ready = endings.findIndex((_, each) => !before.includes(each));
        expect(done).toHaveLength(ready === -1 ? endings.length : ready);
      }
      expect(done).toEqual(endings.map((_, index) => index));
    }),
  );
});
