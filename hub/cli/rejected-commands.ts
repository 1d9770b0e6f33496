import { createReadStream } from 'node:fs';
import { Command } from 'commander';
import { Changed, RejectedPayload } from '../contract/admin-views.ts';
import { EventReply } from '../contract/reply.ts';
import { RejectedAnswer } from '../contract/views.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

/** Payloads that could not be read: a person looks at them, repairs them and lets them in. */
export function rejectedCommand(): Command {
  return new Command('rejected')
    .description('payloads that could not be read as events')
    .addCommand(command('list', 'what was rejected and why').action(list))
    .addCommand(
      command('show', 'print a rejected payload as it came, card numbers masked')
        .argument('<number>', 'as `rejected list` shows it')
        .action(show),
    )
    .addCommand(
      command('close', 'say that nothing of a rejected payload is needed; it opens again if it comes again')
        .argument('<number>', 'as `rejected list` shows it')
        .option('--note <text>', 'why', '')
        .action(close),
    )
    .addCommand(
      command('admit', 'take a repaired payload into the ledger in place of the rejected one')
        .argument('<number>', 'as `rejected list` shows it')
        .argument('<file>', 'the repaired event, as JSON')
        .action(admit),
    );
}

async function list(options: CommonOptions): Promise<void> {
  const rows = RejectedAnswer.array().parse(
    await withAdmin(options, (admin) => admin.request('GET', '/rejected')),
  );
  const cells = rows.map((row) => [
    String(row.rejected),
    row.at,
    row.from,
    String(row.timesSeen),
    row.reason,
  ]);
  print(
    options,
    rows,
    rows.length === 0 ? ['Nothing was rejected.'] : table(['NUMBER', 'AT', 'FROM', 'TIMES', 'REASON'], cells),
  );
}

async function show(number: string, options: CommonOptions): Promise<void> {
  const answer = await withAdmin(options, (admin) =>
    admin.request('GET', `/rejected/${encodeURIComponent(number)}`),
  );
  print(options, answer, [RejectedPayload.parse(answer).payload]);
}

async function admit(number: string, file: string, options: CommonOptions): Promise<void> {
  const path = `/rejected/${encodeURIComponent(number)}/admit`;
  const answer = await withAdmin(options, (admin) => admin.request('POST', path, createReadStream(file)));
  const reply = EventReply.parse(answer);
  if (reply.outcome === 'rejected') {
    const where = reply.reason?.path === undefined ? '' : `${reply.reason.path} `;
    throw new CommandFailure(
      `It still cannot be read: ${where}${reply.reason?.message ?? ''}`,
      'Repair the file and try again.',
      65,
    );
  }
  print(options, answer, [`The event is in the ledger: ${reply.outcome}, entry ${reply.seq ?? '?'}.`]);
}

async function close(number: string, options: CommonOptions & { note: string }): Promise<void> {
  const path = `/rejected/${encodeURIComponent(number)}/close?note=${encodeURIComponent(options.note)}`;
  const { changed } = Changed.parse(await withAdmin(options, (admin) => admin.request('POST', path)));
  if (changed === 0)
    throw new CommandFailure('No such payload is open.', 'List them with `backroom rejected list`.', 64);
  print(options, { changed }, ['It is off the list.']);
}
