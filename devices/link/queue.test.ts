import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../hub/kit/digest.ts';
import { EventQueue, type QueueOptions } from './queue.ts';

const store = '0198a1c2-0000-7000-8000-000000000001';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backroom-queue-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function options(file = 'queue.db', durability: QueueOptions['durability'] = 'full'): QueueOptions {
  return { file: join(folder, file), store, kind: 'tills', name: 'till-1', durability };
}

function add(queue: EventQueue, id: string, madeMs = 0): number {
  return queue.append(madeMs, () => ({ id, body: Buffer.from(`body of ${id}`) })).sequence;
}

const sequencesOf = (queue: EventQueue): number[] => queue.waiting(0, 1000).map((event) => event.sequence);

test('an event has its number and the source of this installation', () => {
  const queue = new EventQueue(options());
  const made = queue.append(0, (place) => {
    expect(place).toMatchObject({ sequence: 1, sequenceText: '000000000001', source: queue.source });
    return { id: 'a', body: Buffer.from('x') };
  });
  expect(made.sequence).toBe(1);
  expect(queue.source).toBe(`/stores/${store}/tills/till-1/${queue.installation}`);
  queue.close();
});

test('the installation stays the same when the file is opened again, and a new file is a new installation', () => {
  const first = new EventQueue(options());
  first.close();
  const again = new EventQueue(options());
  const other = new EventQueue(options('other.db'));
  expect(again.installation).toBe(first.installation);
  expect(other.installation).not.toBe(first.installation);
  again.close();
  other.close();
});

test('a file is refused to another till', () => {
  new EventQueue(options()).close();
  expect(() => new EventQueue({ ...options(), name: 'till-2' })).toThrow('belongs to this till');
});

test('an event that cannot be made uses up no number', () => {
  const queue = new EventQueue(options());
  expect(() =>
    queue.append(0, () => {
      throw new Error('too large');
    }),
  ).toThrow('too large');
  expect(add(queue, 'a')).toBe(1);
  queue.close();
});

test('only what is acknowledged, confirmed and old enough is deleted', () => {
  const queue = new EventQueue(options());
  for (const [id, madeMs] of [
    ['a', 10],
    ['b', 20],
    ['c', 30],
    ['d', 40],
  ] as const)
    add(queue, id, madeMs);
  queue.confirm([1, 2, 4]);
  queue.noteAck({ incarnation: 'i', sequence: 3 });
  expect(queue.deleteOld(9)).toBe(0);
  expect(queue.deleteOld(40)).toBe(2);
  expect(sequencesOf(queue)).toEqual([3]);
  expect(queue.progress()).toMatchObject({ held: 2, lastSequence: 4, acknowledged: 3 });
  queue.close();
});

test('an ack alone keeps no event from being sent', () => {
  const queue = new EventQueue(options());
  add(queue, 'a');
  queue.noteAck({ incarnation: 'i', sequence: 99 });
  expect(sequencesOf(queue)).toEqual([1]);
  queue.close();
});

test('another incarnation of the hub makes everything wait again, except what it could not read', () => {
  const queue = new EventQueue(options());
  for (const id of ['a', 'b', 'c']) add(queue, id);
  queue.confirm([1, 2, 3]);
  expect(queue.noteAck({ incarnation: 'one', sequence: 3 })).toBe('advanced');
  queue.setRejected({ sha256: sha256('body of b'), note: 'no' }, () => undefined);
  expect(queue.noteAck({ incarnation: 'one', sequence: 2 })).toBe('same');
  expect(queue.noteAck({ incarnation: 'two', sequence: 0 })).toBe('restarted');
  expect(sequencesOf(queue)).toEqual([1, 3]);
  expect(queue.progress().acknowledged).toBe(0);
  queue.close();
});

test('a hub that has less than it had makes everything wait again, news that was overtaken does not', () => {
  const queue = new EventQueue(options());
  for (const id of ['a', 'b', 'c']) add(queue, id);
  queue.confirm([1, 2, 3]);
  queue.noteAck({ incarnation: 'one', sequence: 3, isFresh: true });
  expect(queue.noteAck({ incarnation: 'one', sequence: 1 })).toBe('same');
  expect(sequencesOf(queue)).toEqual([]);
  expect(queue.noteAck({ incarnation: 'one', sequence: 1, isFresh: true })).toBe('restarted');
  expect(sequencesOf(queue)).toEqual([1, 2, 3]);
  expect(queue.progress().acknowledged).toBe(1);
  queue.close();
});

test('a hub that lacks the next number although it confirmed it gets all from there on again', () => {
  const queue = new EventQueue(options());
  for (const id of ['a', 'b', 'c', 'd', 'e']) add(queue, id);
  queue.confirm([1, 2, 3, 4, 5]);
  // The news of what it had never came: an older ledger with less looks the same.
  expect(queue.noteAck({ incarnation: 'one', sequence: 2, isFresh: true })).toBe('advanced');
  queue.reopenGap(2);
  expect(sequencesOf(queue)).toEqual([3, 4, 5]);
  queue.confirm([3, 4, 5]);
  queue.reopenGap(5);
  expect(sequencesOf(queue)).toEqual([]);
  queue.close();
});

test('a number that the hub cannot read is no gap', () => {
  const queue = new EventQueue(options());
  for (const id of ['a', 'b', 'c']) add(queue, id);
  queue.setRejected({ sha256: sha256('body of b'), note: 'unreadable' }, () => undefined);
  queue.confirm([1, 2, 3]);
  queue.reopenGap(1);
  expect(sequencesOf(queue)).toEqual([]);
  queue.close();
});

test('what was set aside stays for a person, whatever its age, until it is released', () => {
  const queue = new EventQueue(options());
  add(queue, 'a');
  add(queue, 'b');
  queue.setRejected({ sha256: sha256('body of a'), note: 'unreadable' }, () => undefined);
  queue.setConflict('b', 'other content');
  queue.confirm([1, 2]);
  queue.noteAck({ incarnation: 'i', sequence: 2 });
  expect(queue.deleteOld(100)).toBe(0);
  expect(queue.setAside()).toMatchObject([
    { sequence: 1, standing: 'rejected', note: 'unreadable' },
    { sequence: 2, standing: 'conflict', note: 'other content' },
  ]);
  queue.release(1);
  expect(queue.deleteOld(100)).toBe(1);
  queue.close();
});

type Step =
  | { kind: 'append'; crash: 'none' | 'inside' | 'after' }
  | { kind: 'confirm'; pick: number; crash: 'none' | 'after' }
  | { kind: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      crash: fc.constantFrom('none' as const, 'inside' as const, 'after' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('confirm' as const),
      pick: fc.nat(),
      crash: fc.constantFrom('none' as const, 'after' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
);

/** The disk as the end of the process leaves it: the file and its log at this very moment. */
function crashImage(from: string, to: string): void {
  for (const suffix of ['', '-wal']) {
    if (existsSync(join(folder, from + suffix)))
      copyFileSync(join(folder, from + suffix), join(folder, to + suffix));
  }
}

test('at every crash point the queue holds exactly what was appended, without a gap, and forgets no event', () => {
  let run = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      run += 1;
      let life = 0;
      const name = (): string => `crash-${run}-${life}.db`;
      let queue = new EventQueue(options(name(), 'relaxed'));
      const reopen = (image: () => void): void => {
        image();
        queue.close();
        life += 1;
        queue = new EventQueue(options(name(), 'relaxed'));
      };
      const next = (): string => `crash-${run}-${life + 1}.db`;
      let appended = 0;
      let restarts = 0;
      const confirmed = new Set<number>();
      for (const current of steps) {
        if (current.kind === 'append') {
          const inside = current.crash === 'inside';
          queue.append(0, () => {
            if (inside) crashImage(name(), next());
            return { id: `${life}/${appended + 1}`, body: Buffer.from(`${life}/${appended + 1}`) };
          });
          if (!inside) appended += 1;
          if (inside) reopen(() => undefined);
        } else if (current.kind === 'confirm' && appended > 0) {
          const sequence = (current.pick % appended) + 1;
          queue.confirm([sequence]);
          confirmed.add(sequence);
        } else if (current.kind === 'restart') {
          restarts += 1;
          if (queue.noteAck({ incarnation: `${restarts}`, sequence: 0 }) === 'restarted') confirmed.clear();
        }
        if ('crash' in current && current.crash === 'after') reopen(() => crashImage(name(), next()));
        const expected = Array.from({ length: appended }, (_, index) => index + 1).filter(
          (n) => !confirmed.has(n),
        );
        expect(sequencesOf(queue)).toEqual(expected);
        expect(queue.progress()).toMatchObject({ lastSequence: appended, held: appended });
      }
      queue.close();
    }),
    { numRuns: 60 },
  );
});
