import { Command } from 'commander';
import { ReservationAnswer, ReservationPage, ReservationState } from '../contract/reservation-views.ts';
import type { ReservationSummary } from '../contract/reservation-views.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface ListOptions extends CommonOptions {
  readonly state: string;
}

interface VoidOptions extends CommonOptions {
  readonly reason?: string;
}

/** Goods that are promised to customers. */
export function reservationCommand(): Command {
  return new Command('reservation')
    .description('goods that are promised to customers')
    .addCommand(
      command('list', 'what is promised, newest first')
        .option('--state <state>', ReservationState.options.join(', '), 'open')
        .action(list),
    )
    .addCommand(command('show', 'one reservation with its products').argument('<id>').action(show))
    .addCommand(
      command('post', 'say that all that is left of it was handed over: it leaves the stock')
        .argument('<id>')
        .action(post),
    )
    .addCommand(
      command('void', 'free all that is left of it')
        .argument('<id>')
        .option('--reason <text>', 'why')
        .action(free),
    );
}

async function list(options: ListOptions): Promise<void> {
  const state = ReservationState.safeParse(options.state);
  if (!state.success)
    throw new CommandFailure(
      `There is no state ${options.state}.`,
      `One of ${ReservationState.options.join(', ')}.`,
      64,
    );
  const rows = await withAdmin(options, async (admin) => {
    const found: ReservationSummary[] = [];
    for (let before = ''; ;) {
      const path = `/api/v1/reservations?state=${state.data}&limit=200${before}`;
      const page = ReservationPage.parse(await admin.request('GET', path));
      found.push(...page.reservations);
      if (page.next === null) return found;
      before = `&before=${page.next}`;
    }
  });
  const cells = rows.map((row) => [
    row.reservationId,
    row.location ?? '',
    row.orderNumber ?? '',
    row.channel ?? '',
    row.madeAt ?? '',
    row.expiresAt ?? '',
  ]);
  const headings = ['RESERVATION', 'LOCATION', 'ORDER', 'CHANNEL', 'MADE', 'UNTIL'];
  print(options, rows, rows.length === 0 ? [`Nothing is ${state.data}.`] : table(headings, cells));
}

async function show(reservationId: string, options: CommonOptions): Promise<void> {
  const answer = ReservationAnswer.parse(
    await withAdmin(options, (admin) => admin.request('GET', pathOf(reservationId))),
  );
  const cells = answer.lines.map((line) => [
    line.sku,
    line.name,
    line.asked,
    line.posted,
    line.voided,
    line.reserved,
  ]);
  const until = answer.expiresAt === null ? '' : `, until ${answer.expiresAt}`;
  print(options, answer, [
    `${reservationId} is ${answer.state}${answer.location === null ? '' : ` at ${answer.location}`}${until}.`,
    ...(answer.refusal === null ? [] : [answer.refusal]),
    ...table(['SKU', 'NAME', 'ASKED', 'HANDED OVER', 'FREED', 'RESERVED'], cells),
  ]);
}

async function post(reservationId: string, options: CommonOptions): Promise<void> {
  const path = `${pathOf(reservationId)}/post`;
  const answer = await withAdmin(options, (admin) => admin.request('POST', path, {}));
  print(options, answer, [`All that was left of ${reservationId} has left the stock.`]);
}

async function free(reservationId: string, options: VoidOptions): Promise<void> {
  const path = `${pathOf(reservationId)}/void`;
  const { reason } = options;
  const answer = await withAdmin(options, (admin) => admin.request('POST', path, { reason }));
  print(options, answer, [`Nothing of ${reservationId} is reserved any more.`]);
}

function pathOf(reservationId: string): string {
  return `/api/v1/reservations/${encodeURIComponent(reservationId)}`;
}
