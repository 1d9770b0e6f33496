import type { EventEmitter } from 'node:events';
import type { Client } from 'aedes';
import type { Packet } from 'mqtt-packet';
import { assert } from '../kit/assert.ts';
import { matchesFilter } from './topic-filter.ts';

/**
 * The private fields of aedes that the broker touches, all of them. aedes is pinned exactly, and a test holds
 * that they are what is assumed here; nothing public bounds a packet before it is in memory, or tells what a
 * restored session is subscribed to.
 */
export interface PacketParser extends EventEmitter {
  /** Takes bytes from the connection and emits `packet` for each whole packet in them. */
  parse(bytes: Buffer): number;
  /** The packet that is being read; its length is −1 until its header is complete. */
  readonly packet: { readonly length: number };
  /** Where the fields of the packet that is emitted end, counted from the end of its header. */
  readonly _pos: number;
  listeners(event: 'packet'): ((this: PacketParser, packet: Packet) => void)[];
}

/** Called when bytes have come, and when a packet has been dealt with. An error ends the connection. */
type ReadOn = (error?: Error | null) => void;

interface InnerClient {
  _nextBatch: ReadOn;
  _parsingBatch: number;
  readonly connackSent: boolean;
  readonly _keepaliveInterval: number;
  readonly _keepaliveTimer: NodeJS.Timeout | null;
  waitForDrain(done: () => void): void;
  readonly _parser: PacketParser;
  readonly subscriptions: Readonly<Record<string, { readonly qos: number } | undefined>>;
  duplicates: Record<string, number>;
}

export function parserOf(client: Client): PacketParser {
  return inside(client)._parser;
}

/** True when the client has subscribed to exactly that topic, in this connection or in the session that it took up. */
export function isSubscribed(client: Client, topic: string): boolean {
  return inside(client).subscriptions[topic] !== undefined;
}

/** The highest QoS of its subscriptions to that topic, or undefined when it has none. */
export function grantedQos(client: Client, topic: string): number | undefined {
  const granted = Object.entries(inside(client).subscriptions).flatMap(([filter, subscription]) =>
    subscription !== undefined && matchesFilter(filter, topic) ? [subscription.qos] : [],
  );
  return granted.length === 0 ? undefined : Math.max(...granted);
}

/**
 * Takes away aedes' guard against sending one message twice. It remembers the highest number of a message that a
 * client was sent, and so drops each one that was overtaken, and the better of two overlapping subscriptions.
 */
export function sendWhatWasOvertaken(client: Client): void {
  inside(client).duplicates = new Proxy({}, { get: () => 0, set: () => true });
}

export function subscriptionCount(client: Client): number {
  return Object.keys(inside(client).subscriptions).length;
}

/** Puts `before` in front of aedes' own way to read on. It gets that way, and gives what is to be called instead. */
export function takeOverReading(client: Client, before: (readOn: () => void) => () => void): void {
  const inner = inside(client);
  const original = inner._nextBatch;
  const asked = before(() => original());
  inner._nextBatch = (error) => (error === undefined || error === null ? asked() : original(error));
  client.conn.off('readable', original);
  client.conn.on('readable', () => asked());
}

/**
 * Counts a packet as under way, as aedes does with those that it handles, and as a sign of life. Call what it gives
 * when the packet has been dealt with, or with what went wrong. Null as long as the client is not signed in.
 */
export function enterPacket(client: Client): ReadOn | null {
  const inner = inside(client);
  if (!inner.connackSent || client.closed) return null;
  inner._parsingBatch += 1;
  if (inner._keepaliveInterval > 0) inner._keepaliveTimer?.refresh();
  return (error) => inner._nextBatch(error);
}

/** Acts when the client has read what it was sent; one that does not read in time is cut off. */
export function takesMore(client: Client, acts: readonly (() => void)[]): void {
  for (const act of acts) inside(client).waitForDrain(act);
}

const INNER_FIELDS = [
  '_parser',
  '_nextBatch',
  '_parsingBatch',
  'connackSent',
  '_keepaliveInterval',
  'waitForDrain',
  'subscriptions',
  'duplicates',
];

function inside(client: Client): InnerClient {
  assert(
    INNER_FIELDS.every((field) => field in client),
    'aedes keeps the parser, the subscriptions, what was sent and its way to read on in the client',
  );
  return client as unknown as InnerClient;
}
