import '../hub/kit/node-version.ts';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateRows, toCsv } from './replay/generate.ts';
import { type ReplayOptions, isFaithful, runReplay } from './replay/run-replay.ts';

const KILLS = 50;
const GENERATED = { seed: 1, lines: 20_000 };
const USAGE =
  'replay.ts [--file CSV] [--tills 8] [--speed N|max] [--chaos SEED [--kills 50]] [--limit LINES] [--data DIR]';

/** Progress on standard output, the result as its last line, exit code 1 when anything differs. */
async function main(): Promise<void> {
  const result = await runReplay(optionsFrom(process.argv.slice(2)));
  console.log(JSON.stringify(result));
  process.exitCode = isFaithful(result) ? 0 : 1;
}

function optionsFrom(args: string[]): ReplayOptions {
  const { values } = parseArgs({
    args,
    options: {
      file: { type: 'string' },
      tills: { type: 'string', default: '8' },
      speed: { type: 'string', default: 'max' },
      chaos: { type: 'string' },
      kills: { type: 'string', default: String(KILLS) },
      limit: { type: 'string' },
      data: { type: 'string' },
    },
  });
  const folder = folderFor(values.data);
  const { limit, chaos } = values;
  return {
    file: values.file ?? generatedFile(folder),
    folder,
    tills: numberOf(values.tills),
    speed: values.speed === 'max' ? 'max' : numberOf(values.speed),
    ...(limit === undefined ? {} : { limit: numberOf(limit) }),
    ...(chaos === undefined ? {} : { chaos: { seed: numberOf(chaos), kills: numberOf(values.kills) } }),
    say: (line) => console.log(line),
  };
}

function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text) && text !== '0') return Number(text);
  throw new Error(`${text} is no number above 0. ${USAGE}`);
}

/** The folder stays, so that what happened can be looked at. */
function folderFor(wanted: string | undefined): string {
  if (wanted === undefined) return mkdtempSync(join(tmpdir(), 'backroom-replay-'));
  mkdirSync(wanted, { recursive: true });
  if (readdirSync(wanted).length > 0) throw new Error(`${wanted} is not empty. ${USAGE}`);
  return wanted;
}

function generatedFile(folder: string): string {
  const file = join(folder, 'trading.csv');
  writeFileSync(file, toCsv(generateRows(GENERATED)));
  return file;
}

await main();
