import { tillTopic } from '../../../hub/contract/topics.ts';
import { assert, must } from '../../../hub/kit/assert.ts';
import { openReader } from '../../../hub/ledger/open.ts';
import { RawClient } from '../../kit/broker/raw-client.ts';
import type { HubFolder, TillIdentity } from '../../kit/hub-folder.ts';
import { adjusted, bytesOf, received, refundOf, saleOf, tillEvent, voidOf } from '../../kit/till-events.ts';

/** A message of the day. What cannot be read has no id. */
interface Message {
  readonly id: string | null;
  readonly payload: string;
}

const ROUNDS = 10;

/** A day of 60 messages of one till: sales, a refund, a void, deliveries, a count, and one that cannot be read. */
function messagesOf({ source }: TillIdentity): Message[] {
  const inputs = Array.from({ length: ROUNDS }, (_, round) => {
    const original = { source, id: `message-${round * (KINDS - 1) + 1}` };
    return [
      saleOf({ sku: 'MUG' }, { sku: `TEA-${round}`, quantity: '0.25', amountMinor: 25 }),
      received({ sku: 'MUG', quantity: '12' }),
      refundOf(original, { sku: 'MUG' }),
      adjusted('damage', { sku: `TEA-${round}`, quantity: '-1' }),
      voidOf(original),
    ];
  }).flat();
  const messages = inputs.map((input, index): Message => {
    const id = `message-${index + 1}`;
    return { id, payload: bytesOf(tillEvent({ ...input, id, source, sequence: index + 1 })).toString() };
  });
  const unreadable = Array.from({ length: ROUNDS }, (_, round): Message => ({
    id: null,
    payload: `{ ${round}`,
  }));
  return [...messages, ...unreadable];
}

const KINDS = 6;

export const MESSAGES = ROUNDS * KINDS;

/** A hub that neither acknowledges nor goes away has had its time then. */
const DAY_WITHIN_MS = 30_000;

/**
 * Sends the day, each message after the PUBACK of the one before it, so that every run of the day makes the same calls
 * to the disk. Gives the messages that were acknowledged: all of them, or those before the hub went away.
 */
export async function sendDay(shop: HubFolder): Promise<Message[]> {
  const till = must(shop.tills[0], 'a till');
  const acknowledged: Message[] = [];
  try {
    const client = await RawClient.connect(Number(new URL(shop.mqttUrl).port));
    const patience = setTimeout(() => client.destroy(), DAY_WITHIN_MS);
    const code = await client.signIn(till.name, till.secret);
    assert(code === 0, 'the hub lets its till in');
    for (const message of messagesOf(till)) {
      client.publish(tillTopic(till.name, 'event'), message.payload);
      await client.next('puback');
      acknowledged.push(message);
    }
    clearTimeout(patience);
    client.destroy();
    await client.closed();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return acknowledged;
}

function isGone(error: unknown): boolean {
  return error instanceof Error && /closed the connection|ECONNREFUSED|ECONNRESET|EPIPE/.test(error.message);
}

/** What of the messages is not in the ledger exactly once, in words. */
export function missingOf(file: string, messages: readonly Message[]): string[] {
  const db = openReader(file);
  try {
    const stored = db.prepare<[string], { times: number }>(
      "SELECT count(*) AS times FROM event WHERE json_extract(CAST(body AS TEXT), '$.id') = ?",
    );
    const events = messages.flatMap(({ id }) => {
      const times = id === null ? 1 : (stored.get(id)?.times ?? 0);
      return times === 1 ? [] : [`${id} is there ${times} times`];
    });
    const unreadable = messages.filter(({ id }) => id === null).length;
    const rejected =
      db.prepare<[], { count: number }>('SELECT count(*) AS count FROM rejected').get()?.count ?? 0;
    return rejected >= unreadable
      ? events
      : [...events, `${unreadable - rejected} unreadable messages are lost`];
  } finally {
    db.close();
  }
}
