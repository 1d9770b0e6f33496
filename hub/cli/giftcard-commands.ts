import { Command } from 'commander';
import { LiabilityAnswer, LiabilityPage } from '../contract/liability-views.ts';
import type { LiabilitySummary } from '../contract/liability-views.ts';
import { LiabilityAdjusted, LiabilityKind } from '../contract/payment-events.ts';
import { businessDayOf } from '../domain/business-day.ts';
import { moneyWords } from '../domain/money-words.ts';
import { minorDigits } from '../domain/receipt-sums.ts';
import { systemClock } from '../kit/clock.ts';
import { parseScaled } from '../kit/scaled-decimal.ts';
import { CommandFailure } from './command-failure.ts';
import { command, configOf, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface KindOptions extends CommonOptions {
  readonly kind: string;
}

interface AdjustOptions extends KindOptions {
  readonly reason: string;
  readonly currency?: string;
  readonly date?: string;
  readonly note?: string;
}

const REASONS = LiabilityAdjusted.shape.reason.options;

/** Gift cards, and with `--kind` store credit and deposits: what customers have with the shop. */
export function giftcardCommand(): Command {
  return new Command('giftcard')
    .description('gift cards, store credit and deposits: what customers have with the shop')
    .addCommand(withKind(command('list', 'balances, newest first')).action(list))
    .addCommand(
      withKind(
        command('show', 'one balance, what is held of it, and its newest entries').argument('<id>'),
      ).action(show),
    )
    .addCommand(
      withKind(
        command('adjust', 'change a balance without a sale')
          .argument('<id>')
          .argument('<amount>', 'in major units, such as 25.00; below zero takes away, after --'),
      )
        .requiredOption('--reason <reason>', REASONS.join(', '))
        .option('--currency <code>', 'another one than the shop’s')
        .option('--date <date>', 'the business day, otherwise today')
        .option('--note <text>', 'why')
        .action(adjust),
    );
}

function withKind(verb: Command): Command {
  return verb.option('--kind <kind>', LiabilityKind.options.join(', '), 'gift_card');
}

async function list(options: KindOptions): Promise<void> {
  const kind = kindOf(options);
  const rows = await withAdmin(options, async (admin) => {
    const found: LiabilitySummary[] = [];
    for (let before = ''; ;) {
      const path = `/api/v1/liabilities?kind=${kind}&limit=200${before}`;
      const page = LiabilityPage.parse(await admin.request('GET', path));
      found.push(...page.liabilities);
      if (page.next === null) return found;
      before = `&before=${page.next}`;
    }
  });
  const cells = rows.map((row) => [
    row.account,
    moneyWords(row.balanceMinor, row.currency),
    moneyWords(row.heldMinor, row.currency),
    moneyWords(row.availableMinor, row.currency),
  ]);
  const headings = ['ACCOUNT', 'BALANCE', 'HELD', 'AVAILABLE'];
  print(options, rows, rows.length === 0 ? [`There is no ${kind} yet.`] : table(headings, cells));
}

async function show(account: string, options: KindOptions): Promise<void> {
  const path = pathOf(kindOf(options), account);
  const answer = LiabilityAnswer.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  const lines = answer.balances.flatMap(({ currency, entries, ...balance }) => [
    `${account} has ${moneyWords(balance.balanceMinor, currency)}, of which ${moneyWords(balance.heldMinor, currency)} are held.`,
    ...table(
      ['ENTRY', 'AT', 'CHANGE', 'BALANCE', 'BECAUSE'],
      entries.map((entry) => [
        String(entry.seq),
        entry.at,
        moneyWords(entry.changeMinor, currency),
        moneyWords(entry.balanceMinor, currency),
        entry.reason,
      ]),
    ),
  ]);
  print(options, answer, lines);
}

async function adjust(account: string, amount: string, options: AdjustOptions): Promise<void> {
  const { store } = configOf(options);
  const { reason, note, currency = store.currency } = options;
  const amountMinor = parseScaled(amount, minorDigits(currency));
  if (amountMinor === null)
    throw new CommandFailure(`${amount} is no amount of ${currency}.`, 'Such as 25.00.', 64);
  const rules = { timeZone: store.time_zone, dayStartsAt: store.day_starts_at };
  const businessDate = options.date ?? businessDayOf(systemClock.nowMs(), rules);
  const body = { currency, amountMinor, reason, businessDate, ...(note && { note }) };
  const path = `${pathOf(kindOf(options), account)}/adjust`;
  const reply = await withAdmin(options, (admin) => admin.request('POST', path, body));
  print(options, reply, [`${account} was changed by ${moneyWords(amountMinor, currency)}.`]);
}

function kindOf({ kind }: KindOptions): LiabilityKind {
  const known = LiabilityKind.safeParse(kind);
  if (known.success) return known.data;
  throw new CommandFailure(`There is no kind ${kind}.`, `One of ${LiabilityKind.options.join(', ')}.`, 64);
}

function pathOf(kind: LiabilityKind, account: string): string {
  return `/api/v1/liabilities/${kind}/${encodeURIComponent(account)}`;
}
