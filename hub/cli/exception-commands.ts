import { Command } from 'commander';
import { ExceptionAnswer } from '../contract/views.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';
import { currentPerson } from './current-person.ts';

interface CloseOptions extends CommonOptions {
  readonly who: string;
  readonly note?: string;
}

/** Broken rules that wait for a person. */
export function exceptionCommand(): Command {
  return new Command('exception')
    .description('broken rules that wait for a person')
    .addCommand(command('list', 'what is open, newest first').action(list))
    .addCommand(
      command('close', 'say that an exception was dealt with; it stays in the ledger')
        .argument('<number>', 'as `exception list` shows it')
        .option('--who <name>', 'who dealt with it', currentPerson())
        .option('--note <text>', 'what was done')
        .action(close),
    );
}

async function list(options: CommonOptions): Promise<void> {
  const rows = ExceptionAnswer.array().parse(
    await withAdmin(options, (admin) => admin.request('GET', '/exceptions')),
  );
  const cells = rows.map((row) => [String(row.exception), row.at, row.by, row.cause, row.detail]);
  const lines =
    rows.length === 0 ? ['Nothing is open.'] : table(['NUMBER', 'AT', 'BY', 'CAUSE', 'WHAT'], cells);
  print(options, rows, lines);
}

async function close(number: string, options: CloseOptions): Promise<void> {
  const { who: by, note } = options;
  const path = `/api/v1/exceptions/${encodeURIComponent(number)}/close`;
  const answer = await withAdmin(options, (admin) => admin.request('POST', path, { by, note }));
  print(options, answer, [`Exception ${number} is closed.`]);
}
