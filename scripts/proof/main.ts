/** What Backroom promises, and what shows it: `npm run proof -- [--only PROMISE] [--quick] [--json FILE]`. */
import '../../hub/kit/node-version.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allPromises, isPromise, type PromiseKey } from '../../test/kit/promises.ts';
import { type ProvingFile, provingFiles } from './claims.ts';
import { judgeFile, type ProofRow, type TestReport } from './judge.ts';
import { knobsFor } from './knobs.ts';
import { proofTable } from './proof-table.ts';
import { runTests } from './run-tests.ts';
import { allHeld, summarize, summaryLine } from './summary.ts';

const ROOT = join(import.meta.dirname, '../..');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const only = values.only.filter(isPromise);
  const unknown = values.only.find((key) => !isPromise(key));
  if (unknown !== undefined) return usage(unknown);
  // The tests are children of this process and read the environment.
  Object.assign(process.env, knobsFor(process.env, values.quick));
  const { rows, strayed } = await prove(only);
  const results = summarize(rows, only);
  if (values.json !== undefined) {
    const report = { quick: values.quick, promises: results, strayed };
    writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  const outside = strayed.map((error) => `\nbesides any test: ${error}`).join('');
  process.stdout.write(`${proofTable(results)}\n${outside}\n${summaryLine(results)}\n`);
  process.exitCode = allHeld(results) && strayed.length === 0 ? 0 : 1;
}

/** Runs what is needed for these promises (none named: for all) and gives what each test made of each promise. */
async function prove(only: readonly PromiseKey[]): Promise<{ rows: ProofRow[]; strayed: string[] }> {
  const wanted = (key: PromiseKey): boolean => only.length === 0 || only.includes(key);
  const files = provingFiles(ROOT).filter(({ claims }) => claims.some(({ promise }) => wanted(promise)));
  const rows = new Map<string, ProofRow[]>();
  if (files.length === 0) return { rows: [], strayed: [] };
  const strayed = await runTests({
    root: ROOT,
    files: files.map(({ path }) => path),
    onFile: (path, reports) => {
      rows.set(path, judged(files, path, reports));
      say(`${rows.size} of ${files.length}: ${path}${failures(reports)}`);
    },
  });
  return { rows: [...rows.values()].flat(), strayed };
}

function judged(files: readonly ProvingFile[], path: string, reports: readonly TestReport[]): ProofRow[] {
  return judgeFile(reports, files.find((file) => file.path === path)?.claims ?? []);
}

function failures(reports: readonly TestReport[]): string {
  const failed = reports.filter(({ state }) => state === 'failed');
  return failed.map(({ name, details }) => `\n  FAILED ${name}\n    ${details}`).join('');
}

function say(text: string): void {
  process.stderr.write(`proof: ${text}\n`);
}

function usage(key: string): void {
  const keys = allPromises().map((promise) => promise.key);
  say(`There is no promise "${key}". Promises: ${keys.join(', ')}`);
  process.exitCode = 64;
}

await main();
