import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';

test('the queue behaves as a list with a maximum', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('offer' as const), count: fc.constant(1) }),
    fc.record({ kind: fc.constant('take' as const), count: fc.nat(5) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 60 }), (max, steps) => {
      const queue = new BoundedQueue<number>(max);
      const model: number[] = [];
      for (const [number, { kind, count }] of steps.entries()) {
        if (kind === 'take') expect(queue.take(count)).toEqual(model.splice(0, count));
        else expect(queue.offer(number)).toBe(model.length < max && model.push(number) > 0);
        expect(queue.size).toBe(model.length);
      }
      expect(queue.take(max)).toEqual(model);
    }),
  );
});

test('what was taken does not change when more is offered', () => {
  const queue = new BoundedQueue<string>(2);
  queue.offer('a');
  const taken = queue.take(2);
  queue.offer('b');
  expect(taken).toEqual(['a']);
});

test('a queue that can hold nothing is a mistake', () => {
  expect(() => new BoundedQueue(0)).toThrow('at least one item');
});

test('takes no more weight than it may, but always one item', () => {
  const queue = new BoundedQueue<number>(10);
  for (const weight of [5, 4, 9, 1, 1]) queue.offer(weight);
  const light = () => queue.takeLight(3, { of: (weight) => weight, max: 9 });
  expect([light(), light(), light(), light()]).toEqual([[5, 4], [9], [1, 1], []]);
});
