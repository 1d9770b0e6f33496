import { Command } from 'commander';
import { readArchive } from '../connectors/archive-file/read-archive.ts';
import { lockLedger } from '../ledger/ledger-lock.ts';
import { ledgerFile } from '../ledger/ledger-service.ts';
import { rebuildLedger } from '../ledger/verify/rebuild-ledger.ts';
import { verifyArchive } from '../ledger/verify/verify-archive.ts';
import { verifyLedger } from '../ledger/verify/verify-ledger.ts';
import { mustExist } from './admin-client.ts';
import { CommandFailure } from './command-failure.ts';
import { command, configOf, print } from './context.ts';
import type { CommonOptions } from './context.ts';
import { progressBar } from './progress-bar.ts';

const DAMAGED = 65;

export function ledgerCommand(): Command {
  return new Command('ledger')
    .description('the log of everything that happened')
    .addCommand(
      command('verify', 'prove that the ledger is whole; a hub may run meanwhile')
        .option('--archive <dir>', 'prove this archive of daily files against the ledger as well')
        .action(verify),
    )
    .addCommand(
      command('rebuild', 'make every projection anew from the log; the hub must be stopped').action(rebuild),
    );
}

async function verify(options: CommonOptions & { archive?: string }): Promise<void> {
  const file = existingLedger(options);
  const verdict = verifyLedger(file, progressBar('Replaying the log'));
  const archive =
    options.archive === undefined ? null : await verifyArchive(readArchive(options.archive), file);
  const problems = [...verdict.problems, ...(archive?.problems ?? [])];
  const isWhole = problems.length === 0;
  print(
    options,
    { isWhole, ...verdict, ...(archive === null ? {} : { archiveLines: archive.lines }), problems },
    [
      ...problems,
      ...(isWhole
        ? [`The ledger is whole: ${verdict.events} entries, ${verdict.conflicts} of them conflicts.`]
        : []),
      ...(archive === null ? [] : [`${archive.lines} lines of the archive were compared.`]),
      `Newest hash: ${verdict.head}`,
    ],
  );
  if (isWhole) return;
  const hint =
    'Stop the hub and keep a copy of the data folder. If only projections are wrong, `backroom ledger rebuild` makes them anew; else restore a backup.';
  throw new CommandFailure('The ledger does not prove itself.', hint, DAMAGED);
}

function rebuild(options: CommonOptions): void {
  const file = existingLedger(options);
  using _lock = lockLedger(file);
  rebuildLedger(file, progressBar('Replaying the log'));
  print(options, { rebuilt: true }, [
    'Every projection was made anew. Prove it with `backroom ledger verify`.',
  ]);
}

function existingLedger(options: CommonOptions): string {
  return mustExist(ledgerFile(configOf(options).data.dir));
}
