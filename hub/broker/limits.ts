import { LIMITS } from '../contract/limits.ts';

/** Room for a packet's header, its topic and its message id beside the payload. */
const PACKET_OVERHEAD_BYTES = 1_024;

/** The largest value of everything that could grow. Tests pass smaller ones. */
export const BROKER_LIMITS = {
  /** Open connections, TCP and WebSocket together, signed in or not. */
  connections: 1_000,
  /** Those that have not signed in; beyond that the oldest is closed for the newest. */
  strangers: 200,
  strangersPerAddress: 100,
  /** From the connection to its CONNECT packet. */
  connectTimeoutMs: 10_000,
  /** Any packet of a client that has not signed in, and any packet of one that has. */
  unknownPacketBytes: 4_096,
  packetBytes: LIMITS.eventMessageBytes + PACKET_OVERHEAD_BYTES,
  /** Packets that a client may send ahead of its CONNACK. */
  packetsBeforeConnack: 42,
  subscriptionsPerPacket: 100,
  subscriptionsPerClient: 1_000,
  /** QoS 2 messages of one client that wait for its PUBREL. */
  halfDoneQos2: 200,
  /**
   * What one till or device may send before its acknowledgements are held back: so many at once, as after an hour
   * without the hub, and so many a second from then on. A large message counts as several.
   */
  messagesPerSecond: 500,
  messagesAtOnce: 2_000,
  /** What one subscription to more than one topic counts as: it is answered with the stock of the whole shop. */
  messagesPerWideSubscription: 500,
  /** Wide subscriptions of a client that would have to wait longer are refused. */
  subscriptionWaitMs: 10_000,
  /** Bytes of one till or device that wait for the disk or for their turn; beyond that its connection is read no further. */
  waitingBytesPerName: 2_097_152,
  /** Bytes that a client has not read yet; beyond that it is cut off. */
  unreadBytes: 262_144,
  /** Bytes of replies and answers that a till has not read yet; its next message then closes the connection. */
  unreadRepliesBytes: 1_048_576,
  /** How long a client may let a full connection stand before it is cut off. */
  drainTimeoutMs: 10_000,
  /** Messages kept for one client with a persistent session while it is away. */
  queuedPerClient: 1_000,
  /** Refusing a sign-in takes this long at first, and twice as long after each further failure, up to the maximum. */
  refusalDelayMs: 500,
  refusalDelayMaxMs: 10_000,
  /** An address without failures for this long begins anew. */
  refusalMemoryMs: 300_000,
  /** Refusals of one address under way at a time; more are dropped at once. */
  refusalsWaitingPerAddress: 10,
  refusedAddresses: 1_000,
  /** Live messages in one go, and the pause after them: newer values replace older ones while they wait. */
  livePublishes: 256,
  livePauseMs: 20,
  /** How long live messages wait for slow readers before the next go. */
  liveSettleMs: 50,
  /** Rows of stock read at once for somebody who subscribes. */
  retainedPage: 200,
  /** How often it is looked whether something is wrong with the hub, to tell those who listen. */
  statusLookMs: 1_000,
  /** How long the word that the hub goes offline may take to leave. */
  farewellMs: 500,
} as const;

export type BrokerLimits = { readonly [Name in keyof typeof BROKER_LIMITS]: number };
