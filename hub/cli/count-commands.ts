import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { CountAnswer, CountLinePage, CountPage } from '../contract/count-views.ts';
import type { CountLineAnswer } from '../contract/count-views.ts';
import { LIMITS } from '../contract/limits.ts';
import type { AdminClient } from './admin-client.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface StartOptions extends CommonOptions {
  readonly id?: string;
  readonly location?: string;
  readonly shelf?: string;
  readonly department?: string;
  readonly skus?: readonly string[];
  readonly blind?: boolean;
  readonly note?: string;
}

/** Counts of what is there. */
export function countCommand(): Command {
  return new Command('count')
    .description('counts of what is there')
    .addCommand(
      command('list', 'counts, newest first')
        .option('--state <state>', 'open, posted, cancelled or awaited', 'open')
        .action(list),
    )
    .addCommand(
      command('show', 'how far a count is, and its largest differences')
        .argument('<count>', 'its id')
        .action(show),
    )
    .addCommand(
      command('start', 'start a count')
        .argument('<kind>', 'full, shelf, department or spot')
        .option('--id <id>', 'its id; without it the hub gives one')
        .option('--location <code>', 'where; without it the shop')
        .option('--shelf <code>', 'for a count by shelf')
        .option('--department <name>', 'for a count by department')
        .option('--skus <sku...>', 'for a spot count')
        .option('--blind', 'whoever counts is not shown what is expected')
        .option('--note <text>', 'what there is to say')
        .action(start),
    )
    .addCommand(
      command('import', 'add what was counted, as of now, from a file of lines such as `TEA-1,12`')
        .argument('<count>', 'its id')
        .argument('<file>', 'SKU and quantity, with a comma between them')
        .action(importFile),
    )
    .addCommand(
      command('approve', 'approve all differences that nobody wants counted again')
        .argument('<count>', 'its id')
        .action((id: string, options: CommonOptions) =>
          step(id, options, { path: 'review', body: { approve: 'all' }, done: 'is approved' }),
        ),
    )
    .addCommand(
      command('post', 'book the approved differences; the count is over')
        .argument('<count>', 'its id')
        .option('--missing-as-zero', 'what belongs to the count and nobody found is counted as none')
        .action((id: string, options: CommonOptions & { readonly missingAsZero?: boolean }) =>
          step(id, options, {
            path: 'post',
            body: { missingAsZero: options.missingAsZero ?? false },
            done: 'is posted',
          }),
        ),
    )
    .addCommand(
      command('cancel', 'end a count; nothing is booked')
        .argument('<count>', 'its id')
        .action((id: string, options: CommonOptions) =>
          step(id, options, { path: 'cancel', body: {}, done: 'is cancelled' }),
        ),
    );
}

async function list(options: CommonOptions & { readonly state: string }): Promise<void> {
  const path = `/api/v1/counts?state=${encodeURIComponent(options.state)}`;
  const { counts } = CountPage.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  const cells = counts.map((count) => [
    count.countId,
    count.state,
    count.kind ?? '',
    count.location ?? '',
    count.startedAt ?? '',
  ]);
  const rows = table(['COUNT', 'STATE', 'KIND', 'LOCATION', 'STARTED'], cells);
  print(options, counts, counts.length === 0 ? [`No count is ${options.state}.`] : rows);
}

async function show(id: string, options: CommonOptions): Promise<void> {
  const path = addressOf(id);
  const [answer, page] = await withAdmin(options, async (admin) => [
    await admin.request('GET', path),
    await admin.request('GET', `${path}/lines`),
  ]);
  const count = CountAnswer.parse(answer);
  const { lines } = CountLinePage.parse(page);
  const cells = lines.map((line) => [
    line.sku,
    line.counted,
    line.expected ?? '',
    line.variance ?? '',
    line.value ?? '',
    line.state,
    remarksOn(line),
  ]);
  print(options, { ...count, lines }, [
    `${count.countId} is ${count.state}: ${count.counted} of ${count.belonging ?? '?'} products counted, ` +
      `${count.open} to look at, ${count.recount} to count again, ${count.approved} approved.`,
    ...table(['SKU', 'COUNTED', 'EXPECTED', 'DIFFERENCE', 'VALUE', 'STATE', ''], cells),
  ]);
}

function remarksOn(line: CountLineAnswer): string {
  return [
    line.movedWhileCounted ? 'moved while counted' : '',
    line.lateSale ? 'a sale came late' : '',
    line.superseded ? 'counted later by another count' : '',
    line.found ? '' : 'not found',
  ]
    .filter((remark) => remark !== '')
    .join(', ');
}

async function start(kind: string, options: StartOptions): Promise<void> {
  const { id: countId, location, shelf, department, skus, blind, note } = options;
  const body = { countId, kind, location, shelf, department, skus, blind, note };
  const [reply, counts] = await withAdmin(options, async (admin) => [
    await admin.request('POST', '/api/v1/counts', body),
    await admin.request('GET', '/api/v1/counts?limit=1'),
  ]);
  const started = countId ?? CountPage.parse(counts).counts[0]?.countId ?? '';
  print(options, { countId: started, reply }, [`Count ${started} is started.`]);
}

async function step(
  id: string,
  options: CommonOptions,
  { path, body, done }: { path: string; body: object; done: string },
): Promise<void> {
  const answer = await withAdmin(options, (admin) => admin.request('POST', `${addressOf(id)}/${path}`, body));
  print(options, answer, [`Count ${id} ${done}.`]);
}

async function importFile(id: string, file: string, options: CommonOptions): Promise<void> {
  const lines = await linesOf(file);
  await withAdmin(options, (admin) => sendAll(admin, id, lines));
  print(options, { lines: lines.length }, [`${lines.length} lines were added to count ${id}.`]);
}

async function sendAll(admin: AdminClient, id: string, lines: readonly object[]): Promise<void> {
  for (let from = 0; from < lines.length; from += LIMITS.lines) {
    const body = { lines: lines.slice(from, from + LIMITS.lines) };
    await admin.request('POST', `${addressOf(id)}/scans`, body);
  }
}

/** Read whole before anything is sent: a file with a mistake in it changes nothing. */
async function linesOf(file: string): Promise<{ sku: string; quantity: string }[]> {
  if (!existsSync(file)) throw new CommandFailure(`There is no file ${file}.`, undefined, 66);
  const lines: { sku: string; quantity: string }[] = [];
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (text.trim() === '' || (number === 1 && /^\W*sku\s*,\s*quantity\W*$/i.test(text))) continue;
    const [, sku, quantity] = /^\s*"?([^",]+?)"?\s*,\s*(\d+(?:\.\d{1,6})?)\s*$/.exec(text) ?? [];
    if (sku === undefined || quantity === undefined)
      throw new CommandFailure(
        `Line ${number} is no SKU with a quantity: ${text.slice(0, 80)}`,
        'Write lines such as TEA-1,12 and import the file again. Nothing was added.',
        65,
      );
    lines.push({ sku, quantity });
  }
  return lines;
}

function addressOf(id: string): string {
  return `/api/v1/counts/${encodeURIComponent(id)}`;
}
