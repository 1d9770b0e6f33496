import { afterEach, describe, expect, test } from 'vitest';
import type { Connector, OutboundBatch, OutboundItem } from '../../hub/connectors/connector.ts';
import { sha256Hex } from '../../hub/kit/digest.ts';

/** A connector with a real system at its other end. */
export interface ConnectorUnderTest extends AsyncDisposable {
  readonly connector: Connector;
  /** The event bodies that the system counts, or what it shows of them, in any order. */
  received(): Promise<readonly string[]>;
  /** From now on the system takes nothing, until `repair`. */
  damage(): Promise<void>;
  repair(): Promise<void>;
}

/** For a system that does not keep events: what it is sent instead, and what of it can be told apart there. */
export interface OddSystem {
  readonly item: (seq: number) => OutboundItem;
  readonly shown: (item: OutboundItem) => string;
}

const KEEPS_EVENTS: OddSystem = { item: (seq) => outboundItem(seq), shown: ({ body }) => body };

/** What every connector promises: `connectorContract('csv', createCsvUnderTest)` and nothing else, unless the system is odd. */
export function connectorContract(
  name: string,
  create: () => Promise<ConnectorUnderTest>,
  { item, shown }: OddSystem = KEEPS_EVENTS,
): void {
  const batchOf = batchesOf(item);
  const shownOf = (batch: OutboundBatch): string[] => batch.items.map(shown).sort();
  describe(`the connector ${name}`, () => {
    const opened: ConnectorUnderTest[] = [];
    const start = async (): Promise<ConnectorUnderTest> => {
      const underTest = await create();
      opened.push(underTest);
      return underTest;
    };
    const running = new AbortController().signal;

    afterEach(async () => {
      for (const underTest of opened.splice(0)) await underTest[Symbol.asyncDispose]();
    });

    test('delivers every item unchanged', async () => {
      const { connector, received } = await start();
      const batch = batchOf('k1', [1, 2, 3]);
      expect(await connector.send(batch, running)).toEqual({ kind: 'done' });
      expect([...(await received())].sort()).toEqual(shownOf(batch));
    });

    test('counts a batch that comes again once', async () => {
      const { connector, received } = await start();
      const batch = batchOf('k1', [1, 2, 3]);
      await connector.send(batch, running);
      expect(await connector.send(batch, running)).toEqual({ kind: 'done' });
      expect([...(await received())].sort()).toEqual(shownOf(batch));
    });

    test('counts an item that comes again in another batch once', async () => {
      const { connector, received } = await start();
      await connector.send(batchOf('k1', [1, 2, 3]), running);
      await connector.send(batchOf('k2', [3, 4]), running);
      await connector.send(batchOf('k3', [2]), running);
      expect([...(await received())].sort()).toEqual(shownOf(batchOf('all', [1, 2, 3, 4])));
    });

    test('blames no item when the system is out of order, and delivers when it is repaired', async () => {
      const { connector, received, damage, repair } = await start();
      const batch = batchOf('k1', [1, 2]);
      await damage();
      expect(await outcomeKind(connector, batch, running)).toBe('retry');
      await repair();
      expect(await connector.send(batch, running)).toEqual({ kind: 'done' });
      expect([...(await received())].sort()).toEqual(shownOf(batch));
    });

    test('ends without blame when it is stopped', async () => {
      const { connector } = await start();
      expect(await outcomeKind(connector, batchOf('k1', [1]), AbortSignal.abort())).not.toBe('refused');
    });
  });
}

/** A throw counts as `retry`, as the port says. */
async function outcomeKind(connector: Connector, batch: OutboundBatch, signal: AbortSignal): Promise<string> {
  try {
    return (await connector.send(batch, signal)).kind;
  } catch {
    return 'retry';
  }
}

function batchesOf(item: OddSystem['item']) {
  return (key: string, seqs: readonly number[]): OutboundBatch => ({ key, items: seqs.map(item) });
}

export function outboundBatch(key: string, seqs: readonly number[]): OutboundBatch {
  return batchesOf(KEEPS_EVENTS.item)(key, seqs);
}

const RECEIVED_MS = Date.UTC(2026, 10, 23, 12);

export function outboundItem(seq: number, receivedMs = RECEIVED_MS + seq): OutboundItem {
  const id = `event-${seq}`;
  const source =
    '/stores/6f0c8a52-0000-4000-8000-000000000001/tills/till-1/6f0c8a52-0000-4000-8000-000000000002';
  const type = 'backroom.sale.completed.v1';
  const data = { note: `Crème brûlée “${seq}”, 1.10 €`, totalMinor: 110 };
  const body = JSON.stringify({ specversion: '1.0', id, source, type, time: '2026-11-23T12:00:00Z', data });
  const hash = sha256Hex(`hash ${seq}`);
  return { seq, id, source, type, body, hash, payloadSha256: sha256Hex(body), receivedMs, standing: 0 };
}
