import { expect, test } from 'vitest';
import { faultIn, HubError, messageOf } from './errors.ts';

test('a fault says what happened, to what, and what to do about it', () => {
  const cause = new Error('EIO');
  const fault = new HubError('ledger.io', { cause, detail: 'disk0', hint: 'Change the card.' });
  expect(fault).toMatchObject({ code: 'ledger.io', hint: 'Change the card.', cause, name: 'HubError' });
  expect(fault.message).toBe('The disk did not take a write. disk0');
});

test('a fault without a context has the message of its code', () => {
  expect(new HubError('ledger.full')).toMatchObject({
    message: 'The disk is full.',
    hint: undefined,
    cause: undefined,
  });
});

test('a disk that fails ends the process with 74, so that systemd knows it from a wrong configuration', () => {
  expect(new HubError('ledger.io').exitCode).toBe(74);
  expect(new HubError('config.invalid').exitCode).toBe(78);
});

test('anything that is thrown has a message', () => {
  expect(messageOf(new HubError('ledger.full'))).toBe('The disk is full.');
  expect(messageOf('text')).toBe('text');
  expect(messageOf(undefined)).toBe('undefined');
});

test('of a fault and what failed after it, the first is told; a bug beside it stays a bug', () => {
  const [first, second, bug] = [new HubError('ledger.io'), new HubError('ledger.stopped'), new Error('bug')];
  expect(faultIn(first)).toBe(first);
  expect(faultIn(bug)).toBeNull();
  expect(faultIn(new SuppressedError(second, first))).toBe(first);
  expect(faultIn(new SuppressedError(second, new SuppressedError(second, first)))).toBe(first);
  expect(faultIn(new SuppressedError(bug, first))).toBeNull();
  expect(faultIn(new SuppressedError(second, bug))).toBeNull();
});
