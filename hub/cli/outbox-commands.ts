import { Command } from 'commander';
import { Changed, Dropped } from '../contract/admin-views.ts';
import { DestinationAnswer, ParkedAnswer } from '../contract/views.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';
import { currentPerson } from './current-person.ts';

/** What waits for the outside world, and what a person does about an item that was refused. */
export function outboxCommand(): Command {
  return new Command('outbox')
    .description('what waits for accounting, e-commerce and other destinations')
    .addCommand(command('list', 'each destination and its queue').action(list))
    .addCommand(command('parked', 'items that a destination refused, with the reason').action(parked))
    .addCommand(
      command('retry', 'send a parked item again')
        .argument('<destination>', 'its name, as `outbox list` shows it')
        .argument('<seq>', 'its number in the ledger, or `all`')
        .action((destination: string, seq: string, options: CommonOptions) =>
          change(options, `${parkedPath(destination, seq)}/retry`, 'waiting again'),
        ),
    )
    .addCommand(
      command('skip', 'decide that a parked item is not sent')
        .argument('<destination>', 'its name, as `outbox list` shows it')
        .argument('<seq>', 'its number in the ledger')
        .option('--who <name>', 'who decides it', currentPerson())
        .action((destination: string, seq: string, options: CommonOptions & { who: string }) =>
          change(
            options,
            `${parkedPath(destination, seq)}/skip?who=${encodeURIComponent(options.who)}`,
            'skipped',
          ),
        ),
    )
    .addCommand(
      command('remove', 'forget a destination that is no longer configured, and what waits for it')
        .argument('<destination>', 'its name, as `outbox list` shows it')
        .action(remove),
    );
}

async function remove(destination: string, options: CommonOptions): Promise<void> {
  const path = `/destinations/${encodeURIComponent(destination)}`;
  const answer = await withAdmin(options, (admin) => admin.request('DELETE', path));
  const { dropped } = Dropped.parse(answer);
  print(options, { dropped }, [`${destination} is forgotten; ${dropped} events were never delivered to it.`]);
}

async function list(options: CommonOptions): Promise<void> {
  const rows = DestinationAnswer.array().parse(
    await withAdmin(options, (admin) => admin.request('GET', '/destinations')),
  );
  const cells = rows.map((row) => [
    row.name,
    row.kind,
    `${row.waiting}${row.moreWaiting ? '+' : ''}`,
    String(row.parked),
    String(row.delivered),
    row.failingSince === null ? 'ok' : `failing since ${row.failingSince}: ${row.lastError ?? ''}`,
  ]);
  const empty = ['No destination is set up. Add one to the configuration file.'];
  print(
    options,
    rows,
    rows.length === 0 ? empty : table(['NAME', 'KIND', 'WAITING', 'PARKED', 'DELIVERED', 'STATE'], cells),
  );
}

async function parked(options: CommonOptions): Promise<void> {
  const rows = ParkedAnswer.array().parse(
    await withAdmin(options, (admin) => admin.request('GET', '/parked')),
  );
  const cells = rows.map((row) => [row.destination, String(row.seq), row.type, row.parkedAt, row.reason]);
  const lines =
    rows.length === 0
      ? ['Nothing is parked.']
      : table(['DESTINATION', 'SEQ', 'TYPE', 'PARKED', 'REASON'], cells);
  print(options, rows, lines);
}

async function change(options: CommonOptions, path: string, done: string): Promise<void> {
  const { changed } = Changed.parse(await withAdmin(options, (admin) => admin.request('POST', path)));
  if (changed === 0)
    throw new CommandFailure('No such item is parked.', 'List them with `backroom outbox parked`.', 64);
  print(options, { changed }, [`${changed} ${changed === 1 ? 'item is' : 'items are'} ${done}.`]);
}

function parkedPath(destination: string, seq: string): string {
  return `/destinations/${encodeURIComponent(destination)}/parked/${encodeURIComponent(seq)}`;
}
