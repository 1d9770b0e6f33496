import { expect, test } from 'vitest';
import { FanOut } from './fan-out.ts';

test('a publisher goes on at once, however many subscribers do not', () => {
  const fanOut = new FanOut();
  fanOut.on('stuck', () => undefined);
  let published = 0;
  for (let message = 0; message < 1_000; message += 1)
    fanOut.emit({ topic: 'stuck' }, () => (published += 1));
  expect(published).toBe(1_000);
});

test('it is idle when every subscriber has taken what there was', async () => {
  const fanOut = new FanOut();
  const takes: (() => void)[] = [];
  fanOut.on('a/+', (_message, done) => takes.push(done));
  await fanOut.idle();
  for (const topic of ['a/1', 'a/2']) fanOut.emit({ topic });
  const events: string[] = [];
  const idle = fanOut.idle().then(() => events.push('idle'));
  for (const take of takes) {
    events.push('taken');
    take();
  }
  await idle;
  expect(events).toEqual(['taken', 'taken', 'idle']);
});

test('it knows what is listened to', async () => {
  const fanOut = new FanOut();
  const listener = (): void => undefined;
  fanOut.on('stock/+/+', listener);
  fanOut.on('stock/+/+', listener);
  expect(fanOut.isHeard('stock/')).toBe(true);
  expect(fanOut.isHeard('hub/')).toBe(false);
  fanOut.removeListener('stock/+/+', listener);
  expect(fanOut.isHeard('stock/')).toBe(true);
  fanOut.removeListener('stock/+/+', listener);
  expect(fanOut.isHeard('stock/')).toBe(false);
});
