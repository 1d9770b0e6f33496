import type { EventData } from '../../contract/events.ts';
import { sha256Hex } from '../../kit/digest.ts';
import type { OutboundBatch, OutboundItem, SendOutcome } from '../connector.ts';

/** Pure: a batch to the words of a mail, and what became of it to an outcome. */
export interface MailSetting {
  /** The destination's name. */
  readonly name: string;
  readonly shopName: string;
  readonly from: string;
}

export interface Mail {
  readonly subject: string;
  readonly text: string;
  /** The same for the same batch, so that a mail that comes again can be known by it. */
  readonly messageId: string;
  readonly date: Date;
}

const TOLD = 'backroom.low-stock.told.v1';
type Told = EventData<typeof TOLD> & { readonly seq: number };

/** The mail of a batch, or null where nothing in it is for people. */
export function toMail(batch: OutboundBatch, { name, shopName, from }: MailSetting): Mail | null {
  const items = batch.items.filter(({ type, standing }) => type === TOLD && standing === 0);
  const last = items.at(-1);
  if (last === undefined) return null;
  const news = newestOfEach(items);
  const low = news.filter(({ state }) => state === 'low');
  const cleared = news.filter(({ state }) => state === 'cleared');
  const sections = [...section('Low:', low), ...section('Enough again:', cleared)];
  return {
    subject: plain(`${shopName}: ${summary(low, cleared)}`),
    text: `${sections.join('\n')}\n${FOOTER}\n`,
    messageId: `<${sha256Hex(`${name}\n${batch.key}`).slice(0, ID_DIGITS)}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    date: new Date(last.receivedMs),
  };
}

const ID_DIGITS = 40;

const FOOTER =
  'Each is told once, when it gets low and when there is enough again. An entry that you read of before is the same news.';

/** What was low and is not any more is told as it is now. */
function newestOfEach(items: readonly OutboundItem[]): Told[] {
  const newest = new Map<string, Told>();
  for (const { seq, body } of items) {
    const { data } = JSON.parse(body) as { data: EventData<typeof TOLD> };
    const key = JSON.stringify([data.location, data.sku]);
    newest.delete(key);
    newest.set(key, { ...data, seq });
  }
  return [...newest.values()];
}

function summary(low: readonly Told[], cleared: readonly Told[]): string {
  const [first] = low;
  if (first === undefined) return cleared.length === 1 ? `enough ${cleared[0]?.name} again` : 'enough again';
  return low.length === 1 ? `${first.name} is low` : `${low.length} products are low`;
}

function section(heading: string, news: readonly Told[]): string[] {
  return news.length === 0 ? [] : [heading, ...news.map(lineOf), ''];
}

/** One product in one line, with the entry of the ledger by which it can be known. */
export function lineOf({ seq, ...told }: Told): string {
  const { sku, name, location, unit, onHand, available, level } = told;
  const per = unit === 'each' ? '' : ` ${unit}`;
  const promised = available === onHand ? '' : `, ${available}${per} of it not promised`;
  const limit = level === undefined ? '' : `; its level is ${level}${per}`;
  return plain(
    `- ${name} (${sku}) at ${location}: ${onHand}${per} on hand${promised}${limit}. Entry ${seq}.`,
  );
}

/** What a mail server and the way to it said. */
export interface MailFailure {
  /** As nodemailer names it, such as EAUTH or ESOCKET. */
  readonly code?: string | undefined;
  /** The command that was answered, such as `RCPT TO`. */
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
  readonly message: string;
}

/** Before a mail is spoken of, a no is about the connection or our rights; these are so at any time (RFC 4954, 5321). */
const SETUP_REPLIES = new Set([502, 503, 504, 521, 530, 534, 535, 538]);
const ABOUT_THE_MAIL = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

export function outcomeOf({ code, command = '', responseCode, response, message }: MailFailure): SendOutcome {
  if (code === 'ETLS') return { kind: 'retry', reason: `No secure connection: ${plain(message)}.` };
  if (responseCode === undefined) {
    if (code === 'EMESSAGE') return { kind: 'refused', reason: `It takes no mail of this size.` };
    return { kind: 'retry', reason: `It cannot be reached: ${plain(message)}.` };
  }
  const words = plain(response ?? message).slice(0, SAYING_CHARS_MAX);
  if (code === 'EAUTH') return { kind: 'retry', answered: true, reason: `It does not let us in: ${words}` };
  const isNo = responseCode >= 500 && ABOUT_THE_MAIL.has(command) && !SETUP_REPLIES.has(responseCode);
  if (isNo) return { kind: 'refused', reason: `It refuses with: ${words}` };
  return { kind: 'retry', answered: true, reason: `It is out of order: ${words}` };
}

const SAYING_CHARS_MAX = 300;

/** What others wrote is shown on one line and without control characters. */
export function plain(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\s]+/g, ' ').trim();
}
