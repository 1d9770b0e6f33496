import { Command } from 'commander';
import { FeeReport, PaymentPage, PayoutAnswer, PayoutPage } from '../contract/payment-views.ts';
import type { PaymentAnswer } from '../contract/payment-views.ts';
import { moneyWords } from '../domain/money-words.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface ListOptions extends CommonOptions {
  readonly limit: string;
}

interface FeeOptions extends CommonOptions {
  readonly from: string;
  readonly to: string;
}

/** What processors owe, paid out and kept. */
export function payoutCommand(): Command {
  return new Command('payout')
    .description('what processors owe, paid out and kept')
    .addCommand(
      command('list', 'payouts, newest first')
        .option('--limit <rows>', 'how many at most', '25')
        .action(list),
    )
    .addCommand(
      command('show', 'one payout with its entries').argument('<entry>', 'of the ledger').action(show),
    )
    .addCommand(command('open', 'payments that nobody has settled').action(open))
    .addCommand(
      command('fees', 'what processors kept, by kind of tender and day')
        .requiredOption('--from <day>', 'the first day, such as 2026-11-01')
        .requiredOption('--to <day>', 'the last day')
        .action(fees),
    );
}

async function list(options: ListOptions): Promise<void> {
  const path = `/api/v1/payouts?limit=${encodeURIComponent(options.limit)}`;
  const { payouts } = PayoutPage.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  const cells = payouts.map(({ currency, ...payout }) => [
    String(payout.seq),
    payout.processor,
    payout.payoutId,
    payout.arrivedOn,
    moneyWords(payout.grossMinor, currency),
    moneyWords(payout.feeMinor, currency),
    moneyWords(payout.netMinor, currency),
    payout.unexplainedMinor === 0 ? '' : moneyWords(payout.unexplainedMinor, currency),
  ]);
  const headings = ['ENTRY', 'PROCESSOR', 'PAYOUT', 'ARRIVED', 'GROSS', 'FEE', 'NET', 'UNEXPLAINED'];
  print(options, payouts, payouts.length === 0 ? ['Nothing was paid out.'] : table(headings, cells));
}

async function show(entry: string, options: CommonOptions): Promise<void> {
  if (!/^[1-9]\d*$/.test(entry))
    throw new CommandFailure('An entry is a number.', 'See `backroom payout list`.', 64);
  const answer = PayoutAnswer.parse(
    await withAdmin(options, (admin) => admin.request('GET', `/api/v1/payouts/${entry}`)),
  );
  const { currency } = answer;
  const cells = answer.entries.map((row) => [
    row.kind,
    row.reference ?? '',
    moneyWords(row.grossMinor, currency),
    moneyWords(row.feeMinor, currency),
    row.settles.map(({ seq }) => `entry ${seq}`).join(', '),
    row.openMinor === 0 ? '' : moneyWords(row.openMinor, currency),
  ]);
  print(options, answer, [
    `Payout ${answer.payoutId} of ${answer.processor}, ${answer.arrivedOn}: ${moneyWords(answer.netMinor, currency)}.`,
    ...table(['KIND', 'REFERENCE', 'GROSS', 'FEE', 'SETTLES', 'UNEXPLAINED'], cells),
  ]);
}

async function open(options: CommonOptions): Promise<void> {
  const payments = await withAdmin(options, async (admin) => {
    const found: PaymentAnswer[] = [];
    for (let after = ''; ;) {
      const page = PaymentPage.parse(await admin.request('GET', `/api/v1/payments/open?limit=200${after}`));
      found.push(...page.payments);
      if (page.next === null) return found;
      after = `&after=${page.next}`;
    }
  });
  const cells = payments.map((row) => [
    row.businessDate,
    row.till,
    row.account,
    row.reference ?? '',
    moneyWords(row.amountMinor, row.currency),
    moneyWords(row.openMinor, row.currency),
  ]);
  const headings = ['DAY', 'TILL', 'ACCOUNT', 'REFERENCE', 'AMOUNT', 'OPEN'];
  print(options, payments, payments.length === 0 ? ['Everything is settled.'] : table(headings, cells));
}

async function fees(options: FeeOptions): Promise<void> {
  const query = new URLSearchParams({ from: options.from, to: options.to });
  const report = FeeReport.parse(
    await withAdmin(options, (admin) => admin.request('GET', `/api/v1/fees?${query.toString()}`)),
  );
  const cells = report.fees.map((row) => [
    row.processor,
    row.tender,
    row.arrivedOn,
    String(row.entries),
    moneyWords(row.grossMinor, row.currency),
    moneyWords(row.feeMinor, row.currency),
    moneyWords(row.netMinor, row.currency),
  ]);
  const headings = ['PROCESSOR', 'TENDER', 'ARRIVED', 'ENTRIES', 'GROSS', 'FEE', 'NET'];
  print(options, report, report.fees.length === 0 ? ['Nothing was paid out.'] : table(headings, cells));
}
