import '../kit/node-version.ts';
import { Command, CommanderError } from 'commander';
import { faultIn, messageOf } from '../kit/errors.ts';
import { runHub } from '../main.ts';
import { version } from '../kit/version.ts';
import { CommandFailure } from './command-failure.ts';
import { configCommand } from './config-command.ts';
import { command } from './context.ts';
import type { CommonOptions } from './context.ts';
import { contractCommand } from './contract-command.ts';
import { countCommand } from './count-commands.ts';
import { customerCommand } from './customer-commands.ts';
import { deliveryCommand } from './delivery-commands.ts';
import { costCommand } from './cost-commands.ts';
import { employeeCommand } from './employee-commands.ts';
import { exceptionCommand } from './exception-commands.ts';
import { identityCommands } from './identity-commands.ts';
import { journalCommand } from './journal-commands.ts';
import { ledgerCommand } from './ledger-commands.ts';
import { withLevels } from './level-commands.ts';
import { locationCommand } from './location-commands.ts';
import { mapCommand } from './mapping-commands.ts';
import { outboxCommand } from './outbox-commands.ts';
import { payoutCommand } from './payout-commands.ts';
import { lotCommand } from './lot-commands.ts';
import { productCommand } from './product-commands.ts';
import { rejectedCommand } from './rejected-commands.ts';
import { reservationCommand } from './reservation-commands.ts';
import { giftcardCommand } from './giftcard-commands.ts';
import { dayCommand } from './day-commands.ts';
import { sessionCommand } from './session-commands.ts';
import { stockCommand } from './stock-commands.ts';
import { statusCommand } from './status-command.ts';
import { certifyCommand } from './certify-command.ts';

/** The `backroom` command. Exit codes: 0 done, 1 the hub said no, 64 and above as in sysexits.h: 64 wrong use or
 * no such thing, 65 wrong data, 66 no such file. */
async function main(): Promise<void> {
  const program = new Command('backroom')
    .description('The box in the back of a shop: keeps the shop selling when the internet does not.')
    .version(version())
    .exitOverride()
    .showHelpAfterError('Add --help to see what can be said.');
  program.addCommand(
    command('run', 'run the hub until it is stopped').action(async (options: CommonOptions) => {
      process.exitCode = await runHub(options);
    }),
  );
  program.addCommand(statusCommand());
  const till = identityCommands(new Command('till').description('tills that may connect'), 'till');
  program.addCommand(till.addCommand(certifyCommand()));
  program.addCommand(
    identityCommands(
      new Command('device').description('scanners, scales and printers that may connect'),
      'device',
    ),
  );
  for (const make of [
    productCommand,
    costCommand,
    lotCommand,
    () => withLevels(stockCommand()),
    deliveryCommand,
    locationCommand,
    countCommand,
    reservationCommand,
    customerCommand,
    employeeCommand,
    sessionCommand,
    dayCommand,
    journalCommand,
    mapCommand,
    giftcardCommand,
    payoutCommand,
    outboxCommand,
    exceptionCommand,
    rejectedCommand,
    ledgerCommand,
    configCommand,
    contractCommand,
  ]) {
    program.addCommand(make());
  }
  await program.parseAsync();
}

/** sysexits EX_USAGE. */
const USAGE = 64;

/** What the file system says when a path is wrong: the person can mend that. Anything else is a bug. */
const PATH_PROBLEMS = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
]);

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof Error && 'code' in error && PATH_PROBLEMS.has(String(error.code))) {
    process.stderr.write(`${error.message}\n  Is the path right, and may this user use it?\n`);
    return 66;
  }
  const told = error instanceof CommandFailure ? error : faultIn(error);
  if (told === null) throw error;
  const hint = told.hint === undefined ? '' : `\n  ${told.hint}`;
  const cause = told.cause === undefined ? '' : `\n  Cause: ${messageOf(told.cause)}`;
  process.stderr.write(`${told.message}${cause}${hint}\n`);
  return told.exitCode;
}

try {
  await main();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
