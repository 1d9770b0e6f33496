/** The value below which `share` (0 to 1) of the values lie. Throws for an empty list. */
export function percentile(values: readonly number[] | Float64Array, share: number): number {
  const sorted = Float64Array.from(values).toSorted();
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new RangeError('there is no percentile of nothing');
  return value;
}

export function median(values: readonly number[] | Float64Array): number {
  return percentile(values, 0.5);
}

/** Runs each measure once a round, one after the other, so that a slow minute of the machine meets all of them. */
export async function interleaved<Name extends string, Result>(
  rounds: number,
  measures: Readonly<Record<Name, () => Promise<Result>>>,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(measures) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) results[name].push(await measures[name]());
  return results;
}

/** From Prometheus' text format, as its histogram_quantile has it: evenly spread within a bucket. */
export function medianOfHistogram(text: string, name: string): number {
  const buckets = [...text.matchAll(new RegExp(`^${name}_bucket\\{le="([^"]+)"\\} (\\d+)`, 'gm'))].map(
    ([, edge, count]) => ({ edge: edge === '+Inf' ? Infinity : Number(edge), count: Number(count) }),
  );
  const half = (buckets.at(-1)?.count ?? 0) / 2;
  const index = buckets.findIndex(({ count }) => count >= half);
  const [below, at] = [buckets[index - 1] ?? { edge: 0, count: 0 }, buckets[index]];
  if (at === undefined || half === 0) throw new Error(`${name} is empty`);
  if (at.edge === Infinity) return below.edge;
  const share = (half - below.count) / (at.count - below.count);
  return Math.max(1, Math.round(below.edge + (at.edge - below.edge) * share));
}
