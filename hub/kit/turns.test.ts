import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('work of one key is done in the order in which it was asked for, also after work that failed', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = turns.take('a', async () => {
    await gate.promise;
    done.push('first');
    throw new Error('failed');
  });
  const second = turns.take('a', async () => done.push('second'));
  await turns.take('b', async () => done.push('other'));
  expect(done).toEqual(['other']);
  gate.resolve();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(done).toEqual(['other', 'first', 'second']);
});

test('what is asked too often is refused, and goes on when the others are done', async () => {
  const turns = new Turns();
  const gate = Promise.withResolvers<void>();
  const waiting = Array.from({ length: 16 }, () => turns.take('a', () => gate.promise));
  await expect(turns.take('a', async () => undefined)).rejects.toMatchObject({ code: 'ledger.busy' });
  gate.resolve();
  await Promise.all(waiting);
  expect(await turns.take('a', async () => 'done')).toBe('done');
});
