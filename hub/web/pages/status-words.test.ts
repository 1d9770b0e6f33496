import { expect, test } from 'vitest';
import { MemoryShop } from '../../../test/kit/memory-shop.ts';
import type { DestinationAnswer } from '../../contract/views.ts';
import { createFormat } from './format.ts';
import { destinationSentence, headerStatus } from './status-words.ts';

const format = createFormat({ locale: 'en-GB', timeZone: 'UTC' });
const nowMs = Date.parse('2026-11-23T10:45:00Z');
const calm: DestinationAnswer = {
  name: 'Cloud',
  kind: 'webhook',
  waiting: 0,
  moreWaiting: false,
  parked: 0,
  delivered: 5,
  oldestWaitingAt: null,
  lastDeliveredAt: '2026-11-23T10:40:00Z',
  failingSince: null,
  answersWithErrors: false,
  lastError: null,
  nextAttemptAt: null,
};
const down = {
  ...calm,
  waiting: 37,
  failingSince: '2026-11-23T10:42:00Z',
  nextAttemptAt: '2026-11-23T10:47:00Z',
};

test('a destination says in a sentence how it stands', () => {
  const say = (destination: DestinationAnswer): string =>
    destinationSentence(destination, format, nowMs).text;
  expect(say(down)).toBe('Offline since 10:42. Sales are safe here, 37 waiting, next try 10:47.');
  expect(say({ ...down, answersWithErrors: true })).toMatch(/^Answers with errors since 10:42\. Sales/);
  expect(say({ ...down, kind: 'archive-file' })).toMatch(/^Cannot be written since 10:42\. Sales/);
  expect(say({ ...calm, waiting: 40 })).toBe('Sending, 40 waiting.');
  expect(say({ ...calm, waiting: 10_000, moreWaiting: true })).toBe('Sending, more than 10,000 waiting.');
  expect(say({ ...calm, waiting: 4 })).toBe('Up to date, the next batch has 4 so far.');
  expect(say(calm)).toBe('Up to date, last sent 10:40.');
  expect(say({ ...calm, lastDeliveredAt: null })).toBe('Ready, nothing sent yet.');
});

test('a batch that is not full yet is no reason to look', () => {
  const tone = (destination: DestinationAnswer): string =>
    destinationSentence(destination, format, nowMs).tone;
  expect(tone({ ...calm, waiting: 4 })).toBe('good');
  expect(tone({ ...calm, kind: 'archive-file', waiting: 900 })).toBe('good');
  expect(tone({ ...calm, kind: 'archive-file', waiting: 90_000 })).toBe('busy');
});

test('the header tells the cloud of all destinations together', () => {
  const cloud = (...destinations: DestinationAnswer[]): string => {
    const shop = new MemoryShop();
    shop.clock = { ...shop.clock, nowMs: () => nowMs };
    shop.queues.push(...destinations);
    const { tone, text } = headerStatus(shop, format).cloud;
    return `${tone}: ${text}`;
  };
  expect(cloud()).toBe('good: not set up, everything stays here');
  expect(cloud(calm)).toBe('good: up to date');
  expect(cloud(calm, { ...calm, waiting: 3 })).toBe('good: up to date');
  expect(cloud({ ...calm, waiting: 300 })).toBe('busy: sending, 300 waiting');
  const many = { ...down, waiting: 10_000, moreWaiting: true };
  expect(cloud(many, down)).toBe('busy: offline since 10:42, more than 10,037 waiting safely here');
  expect(cloud({ ...calm, parked: 2 })).toBe('bad: up to date, 2 set aside');
  expect(cloud(calm, down)).toBe('busy: offline since 10:42, 37 waiting safely here');
  const refusing = { ...down, answersWithErrors: true, failingSince: '2026-11-23T10:37:00Z' };
  expect(cloud(refusing)).toBe('busy: answers with errors since 10:37, 37 waiting safely here');
  expect(cloud(refusing, down)).toBe('busy: offline since 10:42, 74 waiting safely here');
});

test('a folder that cannot be written is this box’s trouble, not the cloud’s', () => {
  const shop = new MemoryShop();
  shop.clock = { ...shop.clock, nowMs: () => nowMs };
  shop.queues.push({ ...down, kind: 'archive-file', name: 'usb-stick' });
  expect(headerStatus(shop, format)).toEqual({
    hub: { tone: 'bad', text: 'running, 0 sales today, usb-stick cannot be written since 10:42' },
    cloud: { tone: 'good', text: 'not set up, everything stays here' },
  });
});

test('the hub says what is wrong with it instead of its sales', () => {
  const shop = new MemoryShop();
  shop.state = { state: 'waiting', takesWrites: false, problem: null };
  expect(headerStatus(shop, format).hub).toEqual({
    tone: 'bad',
    text: 'the disk takes no writes, sales wait at the tills',
  });
});
