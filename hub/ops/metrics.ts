import { Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { CommitNotice } from '../contract/notice.ts';
import type { EventReply } from '../contract/reply.ts';
import type { DestinationAnswer } from '../contract/views.ts';

/** What the figures are read from, each time somebody asks. */
export interface MetricsPorts {
  readonly queued: () => number;
  /** How long the ledger's writer has been at one answer. */
  readonly waitedMs: () => number;
  readonly walBytes: () => number;
  readonly connections: () => number;
  readonly takesWrites: () => boolean;
  readonly destinations: () => DestinationAnswer[];
  readonly lastSeq: () => number;
  readonly exceptions: () => number;
}

export interface Metrics {
  readonly countReply: (outcome: EventReply['outcome']) => void;
  readonly countCommit: (notice: CommitNotice) => void;
  readonly text: () => Promise<{ readonly contentType: string; readonly body: string }>;
}

/** The hub's figures in Prometheus' text format. Names follow https://prometheus.io/docs/practices/naming/. */
export function createMetrics(ports: MetricsPorts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const replies = new Counter({
    name: 'backroom_events_total',
    help: 'Events answered, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const batches = new Histogram({
    name: 'backroom_commit_events',
    help: 'Events in one transaction.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    registers,
  });
  addGauges(ports, registry);
  addDestinationFigures(ports, registry);
  return {
    countReply: (outcome) => replies.inc({ outcome }),
    countCommit: (notice) => batches.observe(Math.max(0, notice.lastSeq - notice.firstSeq + 1)),
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

function addGauges(ports: MetricsPorts, registry: Registry): void {
  const gauges: [string, string, () => number][] = [
    ['backroom_commit_queue_events', 'Events that wait for a transaction.', () => ports.queued()],
    [
      'backroom_commit_wait_seconds',
      'How long the disk has been at one answer.',
      () => ports.waitedMs() / 1_000,
    ],
    ['backroom_wal_bytes', 'Size of the write-ahead log.', () => ports.walBytes()],
    ['backroom_mqtt_connections', 'Open MQTT connections.', () => ports.connections()],
    ['backroom_takes_writes', '1 while the ledger takes events.', () => (ports.takesWrites() ? 1 : 0)],
    ['backroom_ledger_seq', 'The newest entry of the ledger.', () => ports.lastSeq()],
    ['backroom_exceptions_open', 'Exceptions that wait for a person.', () => ports.exceptions()],
  ];
  for (const [name, help, read] of gauges) {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  }
}

function addDestinationFigures(ports: MetricsPorts, registry: Registry): void {
  const common = { labelNames: ['destination'] as const, registers: [] };
  const waiting = new Gauge({
    ...common,
    name: 'backroom_outbox_waiting',
    help: 'Events that wait for a destination, counted up to 10,000.',
    collect() {
      this.reset();
      for (const row of ports.destinations()) this.set({ destination: row.name }, row.waiting);
    },
  });
  const parked = new Gauge({
    ...common,
    name: 'backroom_outbox_parked',
    help: 'Events that a destination refused and a person must look at.',
    collect() {
      this.reset();
      for (const row of ports.destinations()) this.set({ destination: row.name }, row.parked);
    },
  });
  // The ledger counts, so this one is told anew each time: a destination that was removed is gone here too.
  const delivered = new Counter({
    ...common,
    name: 'backroom_outbox_delivered_total',
    help: 'Events that a destination took.',
    collect() {
      this.reset();
      for (const row of ports.destinations()) this.inc({ destination: row.name }, row.delivered);
    },
  });
  for (const metric of [waiting, parked, delivered]) registry.registerMetric(metric);
}
