/** How fast the hub is, in ratios that anyone can take again: `npm run bench -- [--json FILE] [--only NAME] [--quick]`. */
import '../../hub/kit/node-version.ts';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BenchRun, Figure } from './bench.ts';
import { countPost } from './figures/count-post.ts';
import { dayClose } from './figures/day-close.ts';
import { growth } from './figures/growth.ts';
import { intake } from './figures/intake.ts';
import { oneInFlight } from './figures/one-in-flight.ts';
import { slowCard } from './figures/slow-card.ts';
import { memory } from './figures/start.ts';
import { stockQuestions } from './figures/stock-questions.ts';
import { type Row, table } from './row.ts';

const FIGURES: Readonly<Record<string, Figure>> = {
  intake,
  'one-in-flight': oneInFlight,
  stock: stockQuestions,
  'slow-card': slowCard,
  'count-post': countPost,
  'day-close': dayClose,
  growth,
  memory,
};

const ROUNDS = 5;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const { only } = values;
  if (only !== undefined && !Object.hasOwn(FIGURES, only)) return usage(only);
  const run: BenchRun = {
    quick: values.quick,
    rounds: values.quick ? 1 : ROUNDS,
    say: (text) => process.stderr.write(`bench: ${text}\n`),
  };
  const rows: Row[] = [];
  for (const [name, figure] of Object.entries(FIGURES)) {
    if (only !== undefined && only !== name) continue;
    run.say(name);
    rows.push(...(await figure(run)));
    // After each figure, because the whole run takes minutes.
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  }
  process.stdout.write(`${table(rows)}\n`);
}

function usage(name: string): void {
  process.stderr.write(`There is no figure "${name}". Figures: ${Object.keys(FIGURES).join(', ')}\n`);
  process.exitCode = 64;
}

await main();
