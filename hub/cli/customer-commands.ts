import { Command } from 'commander';
import { CustomerAnswer, CustomerExport, CustomerPage, PointsAnswer } from '../contract/customer-views.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';
import { currentPerson } from './current-person.ts';
import { customerListCommand } from './customer-list-command.ts';
import { moneyWords } from '../domain/money-words.ts';
import { systemClock } from '../kit/clock.ts';

interface FindOptions extends CommonOptions {
  readonly email?: string;
  readonly phone?: string;
  readonly card?: string;
}

interface ReasonOptions extends CommonOptions {
  readonly reason?: string;
}

interface PointsOptions extends CommonOptions {
  readonly add?: string;
  readonly reason: string;
  readonly day?: string;
}

/** Who buys: found, shown, merged, forgotten. */
export function customerCommand(): Command {
  return new Command('customer')
    .description('who buys: found, shown, merged, forgotten')
    .addCommand(
      command('find', 'customers by what is verified to be theirs; never by a name')
        .option('--email <address>', 'a verified e-mail address')
        .option('--phone <number>', 'a verified telephone number')
        .option('--card <number>', 'a loyalty card')
        .action(find),
    )
    .addCommand(command('show', 'one customer, and what they bought').argument('<id>').action(show))
    .addCommand(
      command('merge', 'say that two ids are one person').argument('<id>').argument('<into>').action(merge),
    )
    .addCommand(
      command('unmerge', 'say that a merge was a mistake: all is as it was').argument('<id>').action(unmerge),
    )
    .addCommand(
      command('erase', 'forget who it is, for ever; totals, receipts and points stay without a name')
        .argument('<id>')
        .option('--reason <text>', 'why')
        .action(erase),
    )
    .addCommand(
      command('export', 'all that the shop has of one person, as JSON').argument('<id>').action(exportAll),
    )
    .addCommand(customerListCommand())
    .addCommand(
      command('points', 'what moved the points of a customer, or change them')
        .argument('<id>')
        .option('--add <points>', 'how many; below zero takes some away')
        .option('--reason <reason>', 'opening, goodwill, correction, redeemed or expired', 'goodwill')
        .option('--day <date>', 'the business day, such as 2026-11-23')
        .action(points),
    );
}

async function find(options: FindOptions): Promise<void> {
  const { email, phone, card } = options;
  const [by] = Object.entries({ email, phone, card }).filter(([, value]) => value !== undefined);
  if (by?.[1] === undefined)
    throw new CommandFailure('Nothing was asked.', 'Give one of --email, --phone and --card.', 64);
  const query = new URLSearchParams([[by[0], by[1]]]).toString();
  const page = await withAdmin(options, (admin) => admin.request('GET', `/api/v1/customers?${query}`));
  const { customers } = CustomerPage.parse(page);
  const cells = customers.map((row) => [
    row.customerId,
    row.person.name ?? '',
    row.lastDate ?? '',
    String(row.points),
  ]);
  const lines = table(['CUSTOMER', 'NAME', 'LAST BOUGHT', 'POINTS'], cells);
  print(options, { customers }, customers.length === 0 ? ['Nobody is found by that.'] : lines);
}

async function show(customerId: string, options: CommonOptions): Promise<void> {
  const path = `${pathOf(customerId)}?limit=50`;
  const answer = CustomerAnswer.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  const { person, consents, totals, receipts } = answer;
  const contact = [person.email, person.phone].flatMap((of) =>
    of === null ? [] : `${of.value}${of.verified ? '' : ' (not verified)'}`,
  );
  const said = consents.map(({ channel, given, at }) => `${channel}: ${given ? 'yes' : 'no'} since ${at}`);
  const rows = receipts.map((row) => [
    row.businessDate,
    row.voided ? `${row.kind}, voided` : row.kind,
    moneyWords(row.totalMinor, row.currency),
    row.sender,
    String(row.seq),
  ]);
  print(options, answer, [
    `${answer.customerId}: ${answer.erased ? 'erased' : (person.name ?? 'no name is known')}`,
    ...[...contact, ...said].map((line) => `  ${line}`),
    `  ${answer.ids.length === 1 ? 'one id' : `one person with ${answer.ids.map((id) => id.customerId).join(', ')}`}`,
    ...totals.map((of) => `  ${of.visits} purchases, ${moneyWords(of.spentMinor, of.currency)}`),
    ...answer.credit.map(
      (of) =>
        `  ${of.kind === 'deposit' ? 'deposits' : 'store credit'}: ${moneyWords(of.balanceMinor, of.currency)}`,
    ),
    `  ${answer.points} points`,
    ...(rows.length === 0 ? [] : table(['DAY', 'WHAT', 'TOTAL', 'TILL', 'ENTRY'], rows)),
  ]);
}

async function merge(customerId: string, into: string, options: CommonOptions): Promise<void> {
  const body = { into, by: currentPerson() };
  const answer = await post(options, `${pathOf(customerId)}/merge`, body);
  print(options, answer, [
    `${customerId} and ${into} are one. \`backroom customer unmerge ${customerId}\` undoes it.`,
  ]);
}

async function unmerge(customerId: string, options: CommonOptions): Promise<void> {
  const answer = await post(options, `${pathOf(customerId)}/undo-merge`, { by: currentPerson() });
  print(options, answer, [`${customerId} is a customer of its own again.`]);
}

async function erase(customerId: string, options: ReasonOptions): Promise<void> {
  const { reason } = options;
  const answer = await post(options, `${pathOf(customerId)}/erase`, { by: currentPerson(), reason });
  print(options, answer, [
    `Who ${customerId} is was forgotten, under all ids that are one. Copies made elsewhere before still have it: one that is put back is made to forget when the hub starts.`,
  ]);
}

async function exportAll(customerId: string, options: CommonOptions): Promise<void> {
  const path = `${pathOf(customerId)}/export`;
  const answer = CustomerExport.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  print({ ...options, json: true }, answer, []);
}

async function points(customerId: string, options: PointsOptions): Promise<void> {
  const path = `${pathOf(customerId)}/points`;
  if (options.add !== undefined) {
    const businessDate =
      options.day ?? new Date(systemClock.nowMs()).toISOString().slice(0, '2026-11-23'.length);
    const body = { points: Number(options.add), reason: options.reason, businessDate };
    const answer = await post(options, path, body);
    return print(options, answer, [`${options.add} points.`]);
  }
  const answer = PointsAnswer.parse(
    await withAdmin(options, (admin) => admin.request('GET', `${path}?limit=50`)),
  );
  const rows = answer.entries.map((row) => [row.at, row.reason, String(row.points), row.customerId]);
  print(options, answer, [`${answer.points} points.`, ...table(['WHEN', 'WHY', 'POINTS', 'CUSTOMER'], rows)]);
}

function post(options: CommonOptions, path: string, body: object): Promise<unknown> {
  return withAdmin(options, (admin) => admin.request('POST', path, body));
}

function pathOf(customerId: string): string {
  return `/api/v1/customers/${encodeURIComponent(customerId)}`;
}
