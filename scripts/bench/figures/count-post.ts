import { BenchHub, makeShop } from '../bench-shop.ts';
import type { BenchRun } from '../bench.ts';
import { runChild } from '../child.ts';
import { POSTING_CLIENT } from '../programs.ts';
import type { Waited, WaitedBeside } from '../question-line.ts';
import { type Row, row } from '../row.ts';
import { median } from '../statistics.ts';

const PRODUCTS = 5_000;
const ROUNDS_EACH = 2;

/** Stock questions while a count of every product is posted in one batch, against those of the same hub at rest. */
export async function countPost(run: BenchRun): Promise<Row[]> {
  const products = run.quick ? PRODUCTS / 10 : PRODUCTS;
  using shop = await makeShop({ tills: 1, products });
  await using _hub = await BenchHub.start(shop);
  const settings = { port: Number(new URL(shop.web).port), products, rounds: run.rounds * ROUNDS_EACH };
  const beside = await runChild<WaitedBeside[]>(POSTING_CLIENT, settings);
  run.say(`${median(beside.map(({ asked }) => asked))} questions were answered while a count was posted.`);
  const middle = (when: 'busy' | 'quiet', key: keyof Waited): number =>
    median(beside.map((round) => round[when][key]));
  const [unit, p99] = ['µs', middle('busy', 'p99Us')];
  const name = `a count of ${products} lines`;
  return [
    row({
      name: `stock while ${name} is posted, p99`,
      value: p99,
      unit,
      target: { atMost: 1_000 },
    }),
    row({ name: 'the same / at rest, p99', value: p99, baseline: middle('quiet', 'p99Us'), unit }),
    row({
      name: 'the same / at rest, median',
      value: middle('busy', 'p50Us'),
      baseline: middle('quiet', 'p50Us'),
      unit,
    }),
    row({
      name: `${name}, posted and on disk`,
      value: median(beside.map(({ tookMs }) => tookMs)),
      unit: 'ms',
    }),
  ];
}
