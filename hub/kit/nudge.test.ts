import { expect, test, vi } from 'vitest';
import { Nudge } from './nudge.ts';

/** Far longer than a test may run: whoever waits must have been woken. */
const LONG_MS = 3_600_000;
const quiet = new AbortController().signal;

test('a ring wakes whoever waits', async () => {
  const nudge = new Nudge();
  const waiting = nudge.wait(LONG_MS, quiet);
  nudge.ring();
  await waiting;
});

test('a ring that nobody heard is kept for the next wait, and many rings are one', async () => {
  const nudge = new Nudge();
  nudge.ring();
  nudge.ring();
  await nudge.wait(LONG_MS, quiet);
  const second = state(nudge.wait(LONG_MS, quiet));
  await turn();
  expect(second.isDone).toBe(false);
  nudge.ring();
  await second.done;
});

test('a wait ends when its time is over, and not before', async () => {
  using _time = fakeTime();
  const waiting = state(new Nudge().wait(LONG_MS, quiet));
  await vi.advanceTimersByTimeAsync(LONG_MS - 1);
  expect(waiting.isDone).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await waiting.done;
});

test('a wait ends when the signal aborts, before or while it waits', async () => {
  const nudge = new Nudge();
  await nudge.wait(LONG_MS, AbortSignal.abort());
  const abort = new AbortController();
  const waiting = nudge.wait(LONG_MS, abort.signal);
  abort.abort();
  await waiting;
});

test('a delay beyond what a timer can hold does not fire at once', async () => {
  using _time = fakeTime();
  const nudge = new Nudge();
  const waiting = state(nudge.wait(Number.MAX_SAFE_INTEGER, quiet));
  // Vitest's timers do what Node's do: one that overflows fires after 1 ms.
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(waiting.isDone).toBe(false);
  nudge.ring();
  await waiting.done;
});

interface State {
  isDone: boolean;
  readonly done: Promise<void>;
}

function state(work: Promise<void>): State {
  const result = { isDone: false, done: follow() };
  return result;

  async function follow(): Promise<void> {
    await work;
    result.isDone = true;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function fakeTime(): Disposable {
  vi.useFakeTimers();
  return { [Symbol.dispose]: () => void vi.useRealTimers() };
}
