import { Readable } from 'node:stream';
import type { Aedes, AedesPublishPacket, Client, PubrelPacket, Subscription } from 'aedes';
import aedesPersistence from 'aedes-persistence';
import type { Log } from '../kit/log.ts';
import type { VirtualRetained } from './virtual-retained.ts';

export interface SessionMemoryParts {
  readonly virtual: VirtualRetained;
  readonly log: Log;
  readonly queuedPerClient: number;
  readonly mayHear: (client: Client, filter: string) => boolean;
}

/** The part of aedes' persistence that is answered differently here. Without a callback its methods give promises. */
interface Persistence {
  setup(broker: Aedes): Promise<void>;
  createRetainedStreamCombi(filters: readonly string[]): Readable;
  subscriptionsByClient(client: SessionOwner): Promise<Subscription[]>;
  cleanSubscriptions(client: SessionOwner): Promise<void>;
  outgoingStream(client: SessionOwner): Readable;
  addSubscriptions(client: Client, subscriptions: readonly Subscription[]): Promise<void>;
  outgoingEnqueue(to: QueueOwner, packet: AedesPublishPacket): Promise<void>;
  outgoingEnqueueCombi(to: readonly QueueOwner[], packet: AedesPublishPacket): Promise<void>;
  outgoingClearMessageId(client: Client, packet: AedesPublishPacket): Promise<AedesPublishPacket | undefined>;
  streamWill(brokers?: Readonly<Record<string, number>>): Readable;
}

/** Its types describe an ES module and callbacks; what Node imports is the function itself. */
const createMemory = aedesPersistence as unknown as () => Persistence;

interface QueueOwner {
  readonly clientId: string;
}

interface SessionOwner {
  readonly id: string;
}

/**
 * What aedes remembers of sessions: in memory, gone with a restart. The ledger is the memory of the shop; tills
 * and devices say again what they are after a reconnect. What differs from aedes-persistence:
 *
 *   - the hub's own retained topics are answered from the ledger;
 *   - one client's queue while it is away has a maximum (the newest message is left out);
 *   - a subscription that was denied is not stored. aedes stores the whole packet when one of its filters is
 *     allowed, and would queue messages of the denied ones for a client that is away;
 *   - a session is present although it has no subscription;
 *   - a message waits once for a client, however many of its subscriptions match, and not as a retained one;
 *   - what is sent again after a reconnect says so;
 *   - no will is left over from a broker that is gone. aedes asks for those every four minutes, and takes itself for
 *     gone when the time of day was set ahead: clients that are connected would be said to be offline.
 */
export function createSessionMemory({
  virtual,
  log,
  queuedPerClient,
  mayHear,
}: SessionMemoryParts): Persistence {
  const memory = createMemory();
  const queued = new QueueSizes(queuedPerClient, log);
  const sessions = new Set<string>();
  const original = {
    createRetainedStreamCombi: memory.createRetainedStreamCombi.bind(memory),
    subscriptionsByClient: memory.subscriptionsByClient.bind(memory),
    cleanSubscriptions: memory.cleanSubscriptions.bind(memory),
    outgoingStream: memory.outgoingStream.bind(memory),
    addSubscriptions: memory.addSubscriptions.bind(memory),
    outgoingEnqueueCombi: memory.outgoingEnqueueCombi.bind(memory),
    outgoingClearMessageId: memory.outgoingClearMessageId.bind(memory),
  };
  const changed: Omit<Persistence, 'setup'> = {
    createRetainedStreamCombi: (filters) => {
      const stored = filters.filter((filter) => !virtual.isVirtual(filter));
      if (stored.length === 0) return guarded(virtual.stream(filters), log);
      return guarded(
        Readable.from(chained(virtual.stream(filters), original.createRetainedStreamCombi(stored))),
        log,
      );
    },
    subscriptionsByClient: async (client) => {
      const subscriptions = await original.subscriptionsByClient(client);
      const isPresent = sessions.has(client.id);
      sessions.add(client.id);
      return isPresent && subscriptions.length === 0 ? [NO_SUBSCRIPTION] : subscriptions;
    },
    cleanSubscriptions: (client) => {
      sessions.delete(client.id);
      return original.cleanSubscriptions(client);
    },
    outgoingStream: (client) => Readable.from(sentAgain(original.outgoingStream(client))),
    addSubscriptions: (client, subscriptions) =>
      original.addSubscriptions(
        client,
        subscriptions.filter(({ topic }) => mayHear(client, topic)),
      ),
    outgoingEnqueue: (to, packet) => changed.outgoingEnqueueCombi([to], packet),
    outgoingEnqueueCombi: (to, packet) =>
      original.outgoingEnqueueCombi(
        onceEach(to).filter((owner) => queued.take(owner)),
        { ...packet, retain: false },
      ),
    outgoingClearMessageId: async (client, packet) => {
      const cleared = await original.outgoingClearMessageId(client, packet);
      if (cleared !== undefined) queued.giveBack(client.id);
      return cleared;
    },
    streamWill: () => Readable.from([]),
  };
  return Object.assign(memory, changed);
}

/** How many messages wait for each client with a persistent session. */
class QueueSizes {
  readonly #max: number;
  readonly #log: Log;
  readonly #sizes = new Map<string, number>();

  constructor(max: number, log: Log) {
    this.#max = max;
    this.#log = log;
  }

  take({ clientId }: QueueOwner): boolean {
    const size = this.#sizes.get(clientId) ?? 0;
    if (size >= this.#max) return false;
    this.#sizes.set(clientId, size + 1);
    if (size + 1 === this.#max)
      this.#log.warn({ client: clientId }, 'The queue of a client that is away is full.');
    return true;
  }

  giveBack(clientId: string): void {
    const left = (this.#sizes.get(clientId) ?? 1) - 1;
    if (left === 0) this.#sizes.delete(clientId);
    else this.#sizes.set(clientId, left);
  }
}

/** Tells aedes that a session is there, which it otherwise takes from its subscriptions. No rule grants this one. */
const NO_SUBSCRIPTION: Subscription = { topic: 'session', qos: 0 };

/** Whoever has two subscriptions to the topic is named twice. */
function onceEach(owners: readonly QueueOwner[]): QueueOwner[] {
  return [...new Map(owners.map((owner) => [owner.clientId, owner])).values()];
}

/** A message gets its packet id when it is first sent, and keeps it. */
async function* sentAgain(waiting: AsyncIterable<AedesPublishPacket | PubrelPacket>): AsyncGenerator {
  for await (const packet of waiting) {
    const isRepetition = packet.cmd === 'publish' && packet.messageId !== undefined;
    yield isRepetition ? { ...packet, dup: true } : packet;
  }
}

async function* chained(...streams: readonly Readable[]): AsyncGenerator {
  for (const stream of streams) yield* stream;
}

/** aedes does not listen for errors of this stream; a subscriber then gets what could be read. */
function guarded(stream: Readable, log: Log): Readable {
  return stream.on('error', (error: Error) =>
    log.error({ reason: error.message }, 'Retained topics could not be read.'),
  );
}
