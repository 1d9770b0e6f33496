/**
 * A shop's weeks in minutes: `npm run sim -- --seeds 100`. Prints one line a seed and stops at the first that breaks a
 * rule, with the command that brings it back.
 */
import { parseArgs } from 'node:util';
import { SimFailure } from '../../test/sim/trace.ts';
import { runWeek } from '../../test/sim/shop-week.ts';
import type { WeekResult } from '../../test/sim/shop-week.ts';

const USAGE = `Usage: npm run sim -- [--seeds N] [--from SEED] [--seed SEED] [--events N] [--trace]
  --seeds N     how many weeks, one after the other (10)
  --from SEED   the seed of the first (1)
  --seed SEED   this one week only
  --events N    how much the tills do in a week (3000)
  --trace       print everything that happens`;

interface Wish {
  readonly seeds: number;
  readonly from: number;
  readonly deeds: number;
  readonly isTraced: boolean;
}

async function main(): Promise<void> {
  const wish = readWish();
  for (let seed = wish.from; seed < wish.from + wish.seeds; seed += 1) {
    const startedAt = performance.now();
    const result = await runWeek({
      seed,
      deeds: wish.deeds,
      ...(wish.isTraced ? { tell: console.log } : {}),
    });
    console.log(lineOf(result, (performance.now() - startedAt) / 1_000));
    if (result.failure === null) continue;
    for (const line of result.lastLines) console.log(`  ${line}`);
    console.log(
      `\nSeed ${seed} fails: ${result.failure}\nAgain: npm run sim -- --seed ${seed} --events ${wish.deeds}`,
    );
    process.exitCode = 1;
    return;
  }
}

function readWish(): Wish {
  const number = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: { seeds: number, from: number, seed: number, events: number, trace: { type: 'boolean' } },
    });
    const one = values.seed === undefined ? undefined : wholeNumber(values.seed);
    return {
      seeds: one === undefined ? wholeNumber(values.seeds ?? '10') : 1,
      from: one ?? wholeNumber(values.from ?? '1'),
      deeds: wholeNumber(values.events ?? '3000'),
      isTraced: values.trace === true,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return process.exit(64);
  }
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new SimFailure(`${text} is not a number from 1 on.`);
  return Number(text);
}

function lineOf(result: WeekResult, seconds: number): string {
  const { kills, cuts, errors, full, outages, starts, repeats, kept, gone } = result.counts;
  const verdict = result.failure === null ? 'holds' : 'FAILS';
  return [
    `seed ${result.seed} ${verdict}: ${result.events} events, ${result.acknowledged} acknowledged`,
    `${kills} kills, ${cuts} power cuts, ${errors} disk errors, ${full} full disks, ${starts} starts`,
    `${kept + gone} commits cut off (${kept} on disk)`,
    `${outages} outages, ${repeats} delivered again, trace ${result.hash}, ${seconds.toFixed(1)} s`,
  ].join('; ');
}

await main();
