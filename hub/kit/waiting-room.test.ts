import { expect, test } from 'vitest';
import { WaitingRoom } from './waiting-room.ts';

function room(max: number, maxPerAddress: number) {
  const turnedOut: string[] = [];
  const waiting = new WaitingRoom<{ name: string }>({ max, maxPerAddress }, ({ name }) =>
    turnedOut.push(name),
  );
  return { waiting, turnedOut };
}

test('the oldest of an address gives way to the newest of it, and nobody of another address does', () => {
  const { waiting, turnedOut } = room(10, 2);
  waiting.enter({ name: 'till' }, 'there');
  for (const name of ['a', 'b', 'c', 'd']) waiting.enter({ name }, 'here');
  expect(turnedOut).toEqual(['a', 'b']);
  expect(waiting.size).toBe(3);
});

test('the oldest of all gives way when the room is full', () => {
  const { waiting, turnedOut } = room(3, 2);
  for (const [index, address] of ['1', '2', '3', '4', '5'].entries())
    waiting.enter({ name: `${index}` }, address);
  expect(turnedOut).toEqual(['0', '1']);
});

test('whoever has left is not turned out, and its address has room again', () => {
  const { waiting, turnedOut } = room(10, 1);
  const guest = { name: 'a' };
  waiting.enter(guest, 'here');
  waiting.leave(guest);
  waiting.leave(guest);
  waiting.enter({ name: 'b' }, 'here');
  expect(turnedOut).toEqual([]);
  waiting.turnOutOldest();
  waiting.turnOutOldest();
  expect(turnedOut).toEqual(['b']);
});

test('one address that fills its share leaves the room with that address counted right', () => {
  const { waiting, turnedOut } = room(10, 1);
  for (let index = 0; index < 50; index += 1) waiting.enter({ name: `${index}` }, 'here');
  expect(turnedOut).toHaveLength(49);
  expect(waiting.size).toBe(1);
});
