import { Command } from 'commander';
import { DayAnswer, DayPage } from '../contract/day-views.ts';
import { moneyWords } from '../domain/money-words.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';
import { currentPerson } from './current-person.ts';
import { sessionTable, sumLines } from './session-commands.ts';

interface CloseOptions extends CommonOptions {
  readonly note?: string;
}

/** Business days. */
export function dayCommand(): Command {
  return new Command('day')
    .description('business days: their sessions, what came late, and what does not agree')
    .addCommand(command('list', 'business days, newest first').action(list))
    .addCommand(command('show', 'one day with its sessions and differences').argument('<date>').action(show))
    .addCommand(
      command('close', 'say that a day is over: what comes for it later is an adjustment')
        .argument('<date>')
        .option('--note <text>', 'why')
        .action(close),
    );
}

async function list(options: CommonOptions): Promise<void> {
  const { days } = DayPage.parse(
    await withAdmin(options, (admin) => admin.request('GET', '/api/v1/days?limit=50')),
  );
  const cells = days.map(({ businessDate, isClosed, sessions, openSessions, differences }) => [
    businessDate,
    isClosed ? 'closed' : 'open',
    String(sessions),
    String(openSessions),
    differences === null
      ? ''
      : differences === 0
        ? 'agrees'
        : `${differences} ${differences === 1 ? 'difference' : 'differences'}`,
  ]);
  const headings = ['DAY', 'STATE', 'SESSIONS', 'NOT CLOSED', 'COMPARED'];
  print(options, days, days.length === 0 ? ['There are no days yet.'] : table(headings, cells));
}

async function show(date: string, options: CommonOptions): Promise<void> {
  const path = `/api/v1/days/${encodeURIComponent(date)}`;
  const day = DayAnswer.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  const state = day.closedAt === null ? 'is not closed' : `was closed at ${day.closedAt}`;
  print(options, day, [
    `${day.businessDate} ${state}.`,
    ...(day.sessions.length === 0 ? ['It has no sessions.'] : sessionTable(day.sessions)),
    ...day.sums.flatMap(sumLines),
    ...day.adjusted.rows.map(
      ({ seq, kind, totalMinor, currency }) =>
        `Came later: ${kind} ${moneyWords(totalMinor, currency)} (entry ${seq}).`,
    ),
    ...agreementLines(day),
  ]);
}

/** What was compared, and what of it differs, each with what to do. */
function agreementLines({ agrees, destinations, unsettled, differences }: DayAnswer): string[] {
  return [
    ...unsettled.map(
      ({ account, currency, count, minor }) =>
        `Not settled of all days, ${account}: ${count} ${count === 1 ? 'payment' : 'payments'}, ${moneyWords(minor, currency)}.`,
    ),
    ...destinations.map(({ detail }) => `Destination ${detail}`),
    agrees
      ? 'Tills, ledger, journal, destinations and payouts agree.'
      : `${differences.length} ${differences.length === 1 ? 'thing does' : 'things do'} not agree:`,
    ...differences.map(({ detail, advice }) => `- ${detail} ${advice}`),
  ];
}

async function close(date: string, options: CloseOptions): Promise<void> {
  const path = `/api/v1/days/${encodeURIComponent(date)}/close`;
  const { note } = options;
  const body = { by: currentPerson(), ...(note === undefined ? {} : { note }) };
  const answer = await withAdmin(options, (admin) => admin.request('POST', path, body));
  print(options, answer, [`${date} is closed. What comes for it later is an adjustment of that day.`]);
}
