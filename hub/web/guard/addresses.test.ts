import { expect, test } from 'vitest';
import { isHostAllowed, isLoopback, isSameSite } from './addresses.ts';

test('this computer is known by every form of its loopback address', () => {
  for (const address of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])
    expect(isLoopback(address)).toBe(true);
  for (const address of ['192.168.1.20', '::ffff:10.0.0.1', '128.0.0.1', 'fe80::1', '', undefined]) {
    expect(isLoopback(address)).toBe(false);
  }
});

test('addresses, localhost and configured names are allowed hosts, and nothing else is', () => {
  const names = ['Backroom.local'];
  for (const host of [
    '127.0.0.1',
    '192.168.1.9',
    '[::1]',
    'localhost',
    'shop.localhost',
    'backroom.local',
    'BACKROOM.local.',
  ]) {
    expect(isHostAllowed(host, names), host).toBe(true);
  }
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'backroom.local.evil',
    '',
  ]) {
    expect(isHostAllowed(host, names), host).toBe(false);
  }
});

test('a change comes from a page of the same origin, or from no browser', () => {
  const url = new URL('http://127.0.0.1:8080/parked/a/1/skip');
  const own = 'http://127.0.0.1:8080';
  expect(isSameSite(url, { site: undefined, origin: undefined })).toBe(true);
  expect(isSameSite(url, { site: 'same-origin', origin: own })).toBe(true);
  expect(isSameSite(url, { site: 'none', origin: undefined })).toBe(true);
  expect(isSameSite(url, { site: undefined, origin: own })).toBe(true);
  expect(isSameSite(url, { site: 'same-site', origin: undefined })).toBe(false);
  expect(isSameSite(url, { site: 'cross-site', origin: own })).toBe(false);
  expect(isSameSite(url, { site: undefined, origin: 'http://127.0.0.1:9999' })).toBe(false);
  expect(isSameSite(url, { site: undefined, origin: 'null' })).toBe(false);
});
