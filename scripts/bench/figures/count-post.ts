import { BenchHub, makeShop } from '../bench-shop.ts';
import type { BenchRun } from '../bench.ts';
import { runChild } from '../child.ts';
import { POSTING_CLIENT } from '../programs.ts';
import type { PostingResult } from '../programs/posting-client.ts';
import type { Waited } from '../question-line.ts';
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
  const { quiet, posting, postMs, asked } = await runChild<PostingResult>(POSTING_CLIENT, settings);
  run.say(`${median(asked)} questions were answered while a count was posted.`);
  const middle = (rounds: readonly Waited[], key: keyof Waited): number =>
    median(rounds.map((waited) => waited[key]));
  const [unit, p99] = ['µs', middle(posting, 'p99Us')];
  const name = `a count of ${products} lines`;
  return [
    row({
      name: `stock while ${name} is posted, p99`,
      value: p99,
      unit,
      target: { atMost: 1_000 },
    }),
    row({ name: 'the same / at rest, p99', value: p99, baseline: middle(quiet, 'p99Us'), unit }),
    row({
      name: 'the same / at rest, median',
      value: middle(posting, 'p50Us'),
      baseline: middle(quiet, 'p50Us'),
      unit,
    }),
    row({ name: `${name}, posted and on disk`, value: median(postMs), unit: 'ms' }),
  ];
}
