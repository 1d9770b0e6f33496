import { createPublicKey, verify } from 'node:crypto';
import { Command } from 'commander';
import { sealText } from '../contract/seal-text.ts';
import { SessionAnswer, SessionPage } from '../contract/session-views.ts';
import type { MoneySums, SessionSummary, TillDifference } from '../contract/session-views.ts';
import { moneyWords } from '../domain/money-words.ts';
import { namedNumbers } from '../domain/session.ts';
import { canonicalJson } from '../kit/canonical-json.ts';
import { sha256 } from '../kit/digest.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface ListOptions extends CommonOptions {
  readonly limit: string;
}

interface CheckOptions extends CommonOptions {
  readonly key?: string;
}

/** Register sessions: a till's day from its opening to its close. */
export function sessionCommand(): Command {
  return new Command('session')
    .description('register sessions, from their opening to their close')
    .addCommand(
      command('list', 'register sessions, newest first').option('--limit <n>', 'how many', '50').action(list),
    )
    .addCommand(
      command('show', 'its X report, or its Z report and what came later').argument('<number>').action(show),
    )
    .addCommand(
      command('verify', 'check the signature of its Z report and that it is of this ledger')
        .argument('<number>')
        .option('--key <key>', 'the public key that it must be signed with, as it was noted before')
        .action(check),
    );
}

async function list(options: ListOptions): Promise<void> {
  const path = `/api/v1/sessions?limit=${encodeURIComponent(options.limit)}`;
  const { sessions } = SessionPage.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  print(options, sessions, sessions.length === 0 ? ['There are no sessions.'] : sessionTable(sessions));
}

/** One line for each session. */
export function sessionTable(sessions: readonly SessionSummary[]): string[] {
  const headings = ['NUMBER', 'DAY', 'TILL', 'SESSION', 'STATE', 'SALES', 'REFUNDS', 'OVER', 'LATER'];
  const cells = sessions.map((one) => [
    String(one.session),
    one.businessDate,
    one.till,
    one.registerSession,
    one.state,
    moneyWords(one.sales.minor, one.currency),
    moneyWords(one.refunds.minor, one.currency),
    one.drawer.overMinor === null ? '' : moneyWords(one.drawer.overMinor, one.currency),
    one.adjustments === 0 ? '' : String(one.adjustments),
  ]);
  return table(headings, cells);
}

async function show(number: string, options: CommonOptions): Promise<void> {
  const answer = await sessionOf(number, options);
  const { report } = answer;
  const title = report.zNumber === null ? 'X report' : `Z report ${report.zNumber}`;
  print(options, answer, [
    `${title} of session ${answer.registerSession} of ${answer.till}, ${answer.businessDate}: ${answer.state}.`,
    ...peopleLines(answer),
    ...report.sums.flatMap(sumLines),
    ...drawerLines(answer),
    ...(answer.missing.length === 0
      ? []
      : [`Missing, and asked for again: ${namedNumbers(answer.missing)}.`]),
    ...answer.differences.map((one) => tillLine(one, answer.currency)),
    ...answer.adjusted.rows.map(
      ({ seq, kind, totalMinor, currency }) =>
        `Came later: ${kind} ${moneyWords(totalMinor, currency)} (entry ${seq}).`,
    ),
    answer.seal === null ? 'It is not signed.' : `Signed by entry ${answer.seal.seq}.`,
  ]);
}

function peopleLines({ openedBy, closedBy }: SessionAnswer): string[] {
  const who = (did: string, employee: SessionAnswer['openedBy']): string[] =>
    employee === null ? [] : [`${did} by ${employee.name ?? employee.employeeId}.`];
  return [...who('Opened', openedBy), ...who('Closed', closedBy)];
}

/** Where the till’s own report says something else. */
function tillLine({ aspect, key, tillMinor, hubMinor }: TillDifference, currency: string): string {
  const words = (minor: number): string =>
    aspect.endsWith('-count') ? String(minor) : moneyWords(minor, currency);
  return `The till says of ${`${aspect} ${key}`.trimEnd()} ${words(tillMinor)}, the receipts ${words(hubMinor)}.`;
}

/** What receipts add up to, line by line. */
export function sumLines(sums: MoneySums): string[] {
  const { currency } = sums;
  const amount = (minor: number): string => moneyWords(minor, currency);
  const keyed = (title: string, rows: MoneySums['tenders']): string[][] =>
    rows.map(({ key, salesMinor, refundsMinor }) => [
      `${title} ${key}`.trimEnd(),
      amount(salesMinor),
      amount(refundsMinor),
    ]);
  const rows = [
    ['total', amount(sums.sales.minor), amount(sums.refunds.minor)],
    ...keyed('department', sums.departments),
    ...keyed(
      'tax',
      sums.taxes.map((tax) => ({ ...tax, key: `${tax.key} ${tax.rate}` })),
    ),
    ...keyed('tender', sums.tenders),
    ...keyed('owed', sums.liabilities),
  ];
  return table(['', 'SALES', 'REFUNDS'], rows);
}

function drawerLines({ drawer, currency }: SessionAnswer): string[] {
  const amount = (minor: number | null): string =>
    minor === null ? 'not told' : moneyWords(minor, currency);
  return [
    `Float ${amount(drawer.floatMinor)}, expected ${amount(drawer.expectedMinor)}, counted ${amount(drawer.countedMinor)}, over ${amount(drawer.overMinor)}.`,
  ];
}

async function check(number: string, options: CheckOptions): Promise<void> {
  const answer = await sessionOf(number, options);
  const problem = problemOf(answer) ?? otherKey(answer, options);
  if (problem !== null) throw new CommandFailure(problem, 'Run `backroom ledger verify`.', 65);
  print(options, { session: answer.session, isValid: true, publicKey: answer.seal?.publicKey }, [
    `The Z report of session ${answer.registerSession} of ${answer.till} is as it was signed, and of this ledger.`,
    `Signed by the key ${answer.seal?.publicKey ?? ''}.`,
  ]);
}

/** Whoever could change a ledger could sign it anew, with another key. */
function otherKey({ seal }: SessionAnswer, { key }: CheckOptions): string | null {
  return key === undefined || seal?.publicKey === key ? null : 'It is signed with another key than this one.';
}

/** What is wrong with the seal of a session, in words; null when nothing is. */
function problemOf({ seal, report }: SessionAnswer): string | null {
  if (seal === null) return 'Its Z report is not signed.';
  const { publicKey, signature, zSha256, headSeq, headHash, isOfThisChain } = seal;
  if (sha256(canonicalJson(report)).toString('hex') !== zSha256)
    return 'The Z report is not the one that was signed.';
  const { source, registerSession } = report;
  const text = sealText({ source, registerSession, zSha256, headSeq, headHash });
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  if (!verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url')))
    return 'The signature is not of this Z report.';
  return isOfThisChain ? null : 'It was signed over another ledger than this one.';
}

async function sessionOf(number: string, options: CommonOptions): Promise<SessionAnswer> {
  const path = `/api/v1/sessions/${encodeURIComponent(number)}`;
  return SessionAnswer.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
}
