import { expect, test } from 'vitest';
import { matchesFilter } from './topic-filter.ts';

test.each([
  ['a', 'a', true],
  ['a', 'b', false],
  ['a', 'a/b', false],
  ['a/#', 'a', true],
  ['a/#', 'a/b/c', true],
  ['a/#', 'b', false],
  ['#', 'a/b', true],
  ['#', '$a/b', false],
  ['+/b', '$a/b', false],
  ['$a/#', '$a/b', true],
  ['a/+', 'a/', true],
  ['a/+', 'a', false],
  ['a/+/c', 'a/b/c', true],
  ['a/+/c', 'a/b/d', false],
  ['+/+', '/b', true],
])('the filter %s and the topic %s: %s', (filter, topic, matches) => {
  expect(matchesFilter(filter, topic)).toBe(matches);
});
