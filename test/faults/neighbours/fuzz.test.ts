import { afterAll, beforeAll, expect, test } from 'vitest';
import { runChild } from '../../../scripts/bench/child.ts';
import { proven } from '../../kit/proven.ts';
import type { FuzzResult, FuzzSettings } from './fuzz-program.ts';
import { expectSettled, inWords, Neighbourhood } from './neighbourhood.ts';

const PACKETS = Number(process.env['FUZZ_PACKETS'] ?? 100_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_123);
const SETUP_MS = 60_000;
/** As many tills as fuzz with a secret that is right. */
const KNOWN = 8;

const WARM_UP_SHARE = 0.15;

let shop: Neighbourhood;

beforeAll(async () => {
  shop = await Neighbourhood.open();
}, SETUP_MS);

afterAll(() => shop[Symbol.asyncDispose]());

test(
  `${PACKETS} random and damaged packets crash nothing and disturb no till (seed ${SEED})`,
  { timeout: 60_000 + PACKETS * 2 },
  async ({ task }) => {
    const settings: FuzzSettings = {
      mqttPort: shop.mqttPort,
      webPort: shop.webPort,
      seed: SEED,
      packets: PACKETS,
      known: [...shop.bad.slice(0, KNOWN), ...shop.devices],
    };
    // The first of them make Node's memory as large as this work needs it; what counts is what grows after that.
    await fuzz({ ...settings, seed: SEED + 1, packets: Math.ceil(PACKETS * WARM_UP_SHARE) });
    let result: FuzzResult | undefined;
    const ordeal = await shop.endure(`fuzz with seed ${SEED}`, async () => {
      result = await fuzz(settings);
    });
    process.stdout.write(`fuzz with seed ${SEED}: ${JSON.stringify(result)}\n`);
    expect(result?.packets).toBeGreaterThanOrEqual(PACKETS);
    expect(result?.stuck).toBe(0);
    proven(task, { promise: 'fuzz', cases: PACKETS, figures: inWords(ordeal) });
  },
);

test(
  'after all of it every honest sale is in the ledger once, and it proves itself',
  { timeout: SETUP_MS },
  () => expectSettled(shop),
);

function fuzz(settings: FuzzSettings): Promise<FuzzResult> {
  return runChild<FuzzResult>(new URL('fuzz-program.ts', import.meta.url), settings);
}
