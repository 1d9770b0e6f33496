import { describe, expect, test } from 'vitest';
import type { Identity } from '../contract/identity.ts';
import { judgePublish, maySubscribe } from './access-rules.ts';

const TILL: Identity = { kind: 'till', name: 'till-1' };
const DEVICE: Identity = { kind: 'device', name: 'scale-1' };

type Row = readonly [
  who: Identity,
  topic: string,
  verdicts: readonly [plain: string, retained: string, will: string],
];

const PUBLISH: readonly Row[] = [
  [TILL, 'till/till-1/event', ['event', 'denied', 'denied']],
  [TILL, 'till/till-1/ask', ['ask', 'denied', 'denied']],
  [TILL, 'till/till-1/status', ['forward', 'forward', 'forward']],
  [TILL, 'till/till-1/reply', ['denied', 'denied', 'denied']],
  [TILL, 'till/till-1/ack', ['denied', 'denied', 'denied']],
  [TILL, 'till/till-1/answer', ['denied', 'denied', 'denied']],
  [TILL, 'till/till-1/event/x', ['denied', 'denied', 'denied']],
  [TILL, 'till/till-1', ['denied', 'denied', 'denied']],
  [TILL, 'till/till-2/event', ['denied', 'denied', 'denied']],
  [TILL, 'till/till-11/event', ['denied', 'denied', 'denied']],
  [TILL, 'device/till-1/state', ['denied', 'denied', 'denied']],
  [TILL, 'device/scale-1/command', ['denied', 'denied', 'denied']],
  [TILL, 'stock/main/A-1', ['denied', 'denied', 'denied']],
  [TILL, 'low-stock/main/A-1', ['denied', 'denied', 'denied']],
  [TILL, 'catalogue/version', ['denied', 'denied', 'denied']],
  [TILL, 'hub/status', ['denied', 'denied', 'denied']],
  [DEVICE, 'device/scale-1/meta', ['forward', 'forward', 'denied']],
  [DEVICE, 'device/scale-1/state', ['forward', 'forward', 'denied']],
  [DEVICE, 'device/scale-1/status', ['forward', 'forward', 'forward']],
  [DEVICE, 'device/scale-1/event/weight', ['forward', 'denied', 'denied']],
  [DEVICE, 'device/scale-1/event/a/b', ['denied', 'denied', 'denied']],
  [DEVICE, 'device/scale-1/event', ['denied', 'denied', 'denied']],
  [DEVICE, 'device/scale-1/result', ['forward', 'denied', 'denied']],
  [DEVICE, 'device/scale-1/command', ['denied', 'denied', 'denied']],
  [DEVICE, 'device/scale-2/state', ['denied', 'denied', 'denied']],
  [DEVICE, 'till/scale-1/event', ['denied', 'denied', 'denied']],
  [DEVICE, 'till/till-1/event', ['denied', 'denied', 'denied']],
  [DEVICE, 'device/scale-1/event/..', ['forward', 'denied', 'denied']],
  [DEVICE, 'device/scale-1/../../till/till-1/event', ['denied', 'denied', 'denied']],
  [DEVICE, 'device/scale-1%2f..%2ftill-1/event', ['denied', 'denied', 'denied']],
  [DEVICE, 'till%2ftill-1%2fevent', ['denied', 'denied', 'denied']],
  [DEVICE, '/till/till-1/event', ['denied', 'denied', 'denied']],
  [DEVICE, 'TILL/till-1/event', ['denied', 'denied', 'denied']],
  [DEVICE, 'till/till-1/event\uFEFF', ['denied', 'denied', 'denied']],
  [DEVICE, 'device/scale-1/event/weight\n', ['denied', 'denied', 'denied']],
];

describe('what may be published', () => {
  test.each(PUBLISH)('%o to %s: plain, retained, as last will %o', (who, below, [plain, retained, will]) => {
    const topic = `backroom/v1/${below}`;
    expect(judgePublish(who, { topic, retain: false, bytes: 10 }).kind).toBe(plain);
    expect(judgePublish(who, { topic, retain: true, bytes: 10 }).kind).toBe(retained);
    expect(judgePublish(who, { topic, retain: true, bytes: 10, isWill: true }).kind).toBe(will);
  });

  test('every topic has a largest payload', () => {
    const bytesOf = (topic: string, bytes: number): string =>
      judgePublish(TILL, { topic: `backroom/v1/till/till-1/${topic}`, retain: false, bytes }).kind;
    expect(bytesOf('event', 2_097_152)).toBe('event');
    expect(bytesOf('event', 2_097_153)).toBe('denied');
    expect(bytesOf('ask', 2_049)).toBe('denied');
    expect(bytesOf('status', 2_049)).toBe('denied');
  });

  test.each(['$SYS/broker/new/clients', 'till/till-1/event', 'other/v1/till/till-1/event', ''])(
    'not %j',
    (topic) => {
      expect(judgePublish(TILL, { topic, retain: false, bytes: 1 }).kind).toBe('denied');
    },
  );
});

const SUBSCRIBE: readonly (readonly [filter: string, till: boolean, device: boolean])[] = [
  ['till/till-1/reply', true, false],
  ['till/till-1/ack', true, false],
  ['till/till-1/answer', true, false],
  ['till/till-1/event', false, false],
  ['till/till-1/ask', false, false],
  ['till/till-1/status', false, false],
  ['till/till-1/+', false, false],
  ['till/+/reply', false, false],
  ['till/till-1/#', false, false],
  ['till/till-2/reply', false, false],
  ['device/scale-1/command', false, true],
  ['device/scale-1/result', false, false],
  ['device/+/command', false, false],
  ['device/scale-2/command', false, false],
  ['stock/+/+', true, true],
  ['stock/main/+', true, true],
  ['stock/+/A-1', true, true],
  ['stock/main/A%2F1', true, true],
  ['stock/main/A%2f1', false, false],
  ['stock/main/%', false, false],
  ['stock/main', false, false],
  ['stock/main/', false, false],
  ['stock/main/A/1', false, false],
  ['stock/#', false, false],
  ['low-stock/#', true, true],
  ['low-stock/+/+', true, true],
  ['low-stock/main/A%2F1', true, true],
  ['low-stock/main/#', false, false],
  ['low-stock/main', false, false],
  ['low-stock/+', false, false],
  ['catalogue/version', true, true],
  ['hub/status', true, true],
  ['hub/+', false, false],
  ['+/status', false, false],
  ['#', false, false],
];

describe('what may be subscribed to', () => {
  test.each(SUBSCRIBE)('%s: till %s, device %s', (below, till, device) => {
    expect(maySubscribe(TILL, `backroom/v1/${below}`)).toBe(till);
    expect(maySubscribe(DEVICE, `backroom/v1/${below}`)).toBe(device);
  });

  test.each(['#', '+', '+/#', '$SYS/#', '$SYS/+/new/clients', '/', '', '$share/g/backroom/v1/hub/status'])(
    'not %j',
    (filter) => {
      expect(maySubscribe(TILL, filter)).toBe(false);
      expect(maySubscribe(DEVICE, filter)).toBe(false);
    },
  );
});
