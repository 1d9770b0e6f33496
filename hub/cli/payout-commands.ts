import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { FeeReport, PaymentPage, PayoutAnswer, PayoutPage } from '../contract/payment-views.ts';
import type { EventData } from '../contract/events.ts';
import { parseData } from '../contract/parse-data.ts';
import { EventReply } from '../contract/reply.ts';
import type { PaymentAnswer } from '../contract/payment-views.ts';
import { moneyWords } from '../domain/money-words.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

const PAYOUT = 'backroom.payout.recorded.v1';

interface ListOptions extends CommonOptions {
  readonly limit: string;
}

interface IdentifyOptions extends CommonOptions {
  readonly processor: string;
  readonly reference: string;
  readonly note?: string;
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
      command(
        'identify',
        'say which payment of a processor it was, where the till left it out or got it wrong',
      )
        .argument('<payment>', 'as `payout open` lists it, such as 17.1')
        .requiredOption('--processor <name>', 'who settles it')
        .requiredOption('--reference <text>', 'as the payout has it')
        .option('--note <text>', 'how it was found out')
        .action(identify),
    )
    .addCommand(
      command('record', 'a payout that arrived, from a file of JSON')
        .argument('<file>', 'the fields of a payout, as the API has them; - reads standard input')
        .action(record),
    )
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
    `${row.seq}.${row.tender}`,
    row.businessDate,
    row.till,
    row.account,
    row.reference ?? '',
    moneyWords(row.amountMinor, row.currency),
    moneyWords(row.openMinor, row.currency),
  ]);
  const headings = ['PAYMENT', 'DAY', 'TILL', 'ACCOUNT', 'REFERENCE', 'AMOUNT', 'OPEN'];
  print(options, payments, payments.length === 0 ? ['Everything is settled.'] : table(headings, cells));
}

async function identify(payment: string, options: IdentifyOptions): Promise<void> {
  const [, seq, tender] = /^([1-9]\d*)\.([1-9]\d*)$/.exec(payment) ?? [];
  if (seq === undefined || tender === undefined)
    throw new CommandFailure('A payment is called such as 17.1.', 'See `backroom payout open`.', 64);
  const { processor, reference, note } = options;
  const body = { processor, reference, ...(note === undefined ? {} : { note }) };
  const path = `/api/v1/payments/${seq}/${tender}/identify`;
  const reply = await withAdmin(options, (admin) => admin.request('POST', path, body));
  print(options, reply, [`Payment ${payment} is ${reference} of ${processor}.`]);
}

async function record(file: string, options: CommonOptions): Promise<void> {
  const payout = payoutIn(await text(file === '-' ? process.stdin : createReadStream(file)));
  const reply = EventReply.parse(
    await withAdmin(options, (admin) => admin.request('POST', '/api/v1/payouts', payout)),
  );
  const { payoutId, processor, currency, netMinor } = payout;
  print(options, reply, [
    `Payout ${payoutId} of ${processor}: ${moneyWords(netMinor, currency)}.`,
    ...(reply.exceptions ?? []).map(({ detail }) => `  ${detail}`),
  ]);
}

function payoutIn(json: string): EventData<typeof PAYOUT> {
  const parsed = parseData(PAYOUT, jsonIn(json));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const problem = `${issue?.path.join('.') || 'The file'} ${issue?.message}.`;
  throw new CommandFailure(`This is no payout. ${problem}`, 'The API’s PayoutFields say what is needed.', 65);
}

function jsonIn(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new CommandFailure('The file is not JSON.', 'The API’s PayoutFields say what is needed.', 65);
  }
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
