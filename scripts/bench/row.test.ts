import { expect, test } from 'vitest';
import { row, table } from './row.ts';
import { interleaved, median, medianOfHistogram, percentile } from './statistics.ts';

test('a bound is held against the ratio where there is a baseline', () => {
  const figure = { name: 'intake', value: 900, unit: '/s', baseline: 1_000 };
  expect(row({ ...figure, target: { atLeast: 0.8 } })).toMatchObject({
    ratio: 0.9,
    met: true,
    target: '>= 0.8 x',
  });
  expect(row({ ...figure, target: { atLeast: 1 } })).toMatchObject({ met: false });
});

test('a bound is held against the value where there is no baseline', () => {
  const figure = { name: 'memory', value: 151, unit: 'MB', target: { atMost: 150 } };
  expect(row(figure)).toMatchObject({ baseline: null, ratio: null, met: false, target: '<= 150' });
});

test('a figure without a target is neither met nor missed', () => {
  expect(row({ name: 'batch', value: 97, unit: 'sales' })).toMatchObject({ target: null, met: null });
});

test('the table has one line for each row below its heading', () => {
  const text = table([row({ name: 'intake', value: 12_345.6, unit: '/s', baseline: 10_000 })]);
  expect(text.split('\n')).toHaveLength(2);
  expect(text).toContain('12346');
  expect(text).toContain('1.23');
});

test('percentiles do not depend on the order of the values', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5);
  expect(() => median([])).toThrow(RangeError);
});

test('interleaved measures take turns', async () => {
  const order: string[] = [];
  const measure = (name: string) => async () => order.push(name);
  const results = await interleaved(2, { a: measure('a'), b: measure('b') });
  expect(order).toEqual(['a', 'b', 'a', 'b']);
  expect(results.b).toEqual([2, 4]);
});

test('the median of a histogram is spread evenly within its bucket', () => {
  const text = ['1', '2', '4', '+Inf'].map(
    (edge, index) => `batch_bucket{le="${edge}"} ${[0, 10, 30, 30][index]}`,
  );
  expect(medianOfHistogram(text.join('\n'), 'batch')).toBe(3);
  expect(() => medianOfHistogram('', 'batch')).toThrow('batch is empty');
});
