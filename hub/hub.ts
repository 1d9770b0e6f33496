import { join } from 'node:path';
import { authenticate } from './broker/authenticate.ts';
import { createBroker } from './broker/broker.ts';
import type { Broker, BrokerAddress, BrokerOptions } from './broker/broker.ts';
import { adminPorts, adminSocketPath, apiPorts, healthOf } from './admin.ts';
import type { AdminParts, BoxState } from './admin.ts';
import type { Config } from './config/schema.ts';
import { dayKeeper } from './day.ts';
import { startDelivery } from './delivery.ts';
import type { Delivery } from './delivery.ts';
import type { Clock } from './kit/clock.ts';
import { sha256 } from './kit/digest.ts';
import type { HubError } from './kit/errors.ts';
import type { Log } from './kit/log.ts';
import { openLedgerService } from './ledger/ledger-service.ts';
import type { LedgerParts, LedgerService } from './ledger/ledger-service.ts';
import { createLog } from './ops/log.ts';
import { Expiry } from './ops/expiry.ts';
import type { ExpiryPorts } from './ops/expiry.ts';
import { ErasureKeeper } from './ops/erasure-keeper.ts';
import { CustomerMatcher } from './ops/customer-matcher.ts';
import { PointsExpiry } from './ops/points-expiry.ts';
import { Ballast } from './ops/ballast.ts';
import { LowStockTeller } from './ops/low-stock-teller.ts';
import { createMetrics } from './ops/metrics.ts';
import type { Metrics } from './ops/metrics.ts';
import { TimeQuality } from './ops/time-quality.ts';
import { watchWal } from './ops/wal-watch.ts';
import { listenForAdmin } from './web/admin/admin-socket.ts';
import type { WebPorts } from './web/ports.ts';
import { WebServer } from './web/server.ts';
import type { WebAddress } from './web/server.ts';

export interface HubSettings {
  readonly clock: Clock;
  readonly version: string;
  /** debug, info, warn or error. */
  readonly logLevel: string;
  /** How long the ledger's writer may take, where that is not as usual. */
  readonly writerLimits?: LedgerParts['limits'] | undefined;
}

interface HubParts {
  readonly clock: Clock;
  readonly version: string;
  readonly log: Log;
}

export interface Hub extends AsyncDisposable {
  readonly web: WebAddress;
  readonly mqtt: BrokerAddress;
  /** Resolves with the fault that ends the hub. */
  readonly failure: Promise<HubError>;
}

/** Builds the hub from top to bottom; disposing of it tears it down from bottom to top. Throws HubError. */
export async function startHub(config: Config, settings: HubSettings): Promise<Hub> {
  const parts = { clock: settings.clock, version: settings.version, log: createLog(settings.logLevel) };
  await using stack = new AsyncDisposableStack();
  const { ledger, box } = await openLedger(config, { ...settings, ...parts }, stack);
  stack.use(
    watchWal({
      walBytes: ledger.walBytes,
      checkpoint: () => ledger.client.call('checkpoint'),
      log: parts.log,
    }),
  );
  stack.use(new Expiry(reservationExpiry(ledger, { ...parts, box }))).start();
  stack.use(new Expiry(holdExpiry(ledger, { ...parts, box }))).start();
  for (const keeper of customerKeepers(config, ledger, { ...parts, box })) stack.use(keeper).start();
  const delivery = stack.use(
    startDelivery(config, { client: ledger.client, reader: ledger.reader, ...parts }),
  );
  stack.use(dayKeeper(config, { ...parts, ledger, box, delivery })).start();
  const counted: Connected = { broker: null };
  const metrics = createMetrics(metricsPorts(ledger, counted));
  ledger.changes.subscribe(metrics.countCommit);
  const submit = countedSubmit(ledger, metrics);
  const teller = stack.use(new LowStockTeller(tellerPorts(ledger, parts)));
  // The web server is torn down after the broker: it waits for WebSockets, and those are the broker's to close.
  const web = stack.use(new WebServer(webPorts({ config, parts, ledger, box, delivery, metrics, submit })));
  const broker = stack.use(
    createBroker(brokerPorts(ledger, { ...parts, submit, box, lowStock: teller }), brokerOptions(config)),
  );
  counted.broker = broker;
  web.onUpgrade((request, socket, head) => broker.handleUpgrade(request, socket, head));
  stack.use(
    await listenForAdmin(
      adminOf({ config, parts, ledger, box, delivery, broker }),
      adminSocketPath(config.data.dir),
    ),
  );
  const mqttAddress = await broker.start();
  const webAddress = await web.start(config.web);
  teller.start();
  const owned = stack.move();
  return {
    web: webAddress,
    mqtt: mqttAddress,
    failure: ledger.failure,
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  };
}

/** The ledger, with what this computer is watched for besides: its room on the disk, and its clock. */
async function openLedger(
  config: Config,
  settings: HubSettings & HubParts,
  stack: AsyncDisposableStack,
): Promise<{ ledger: LedgerService; box: BoxState }> {
  const { clock, log, writerLimits } = settings;
  const dataDir = config.data.dir;
  const ballast = stack.use(new Ballast({ dataDir, clock, log }));
  const time = new TimeQuality({ clock, log });
  ballast.makeRoomToStart();
  const parts = {
    clock,
    log,
    releaseRoom: () => ballast.release(),
    clockQuality: () => time.quality,
    ...(writerLimits === undefined ? {} : { limits: writerLimits }),
  };
  const ledger = stack.use(
    await openLedgerService(
      { dataDir, destinations: destinationsOf(config), barcodes: config.barcodes },
      parts,
    ),
  );
  ballast.start();
  stack.use(time).start((quality) => ledger.client.call('noteClock', quality));
  const box = { isRoomLow: () => ballast.isLow, isClockUnsure: () => time.quality === 'unsynced' };
  return { ledger, box };
}

/** What is done about customers by itself. */
function customerKeepers(config: Config, ledger: LedgerService, parts: HubParts & { box: BoxState }) {
  const ports = { ...tellerPorts(ledger, parts), isClockUnsure: parts.box.isClockUnsure };
  const timeZone = config.store.time_zone;
  const erasures = new ErasureKeeper({ ...ports, file: join(config.data.dir, 'erased-people') });
  const matcher = new CustomerMatcher({ ...ports, ready: erasures.ready });
  return [erasures, matcher, new PointsExpiry({ ...ports, timeZone })];
}

type Submit = WebPorts['submit'];

type ExpiryParts = HubParts & { box: BoxState };

function reservationExpiry(ledger: LedgerService, { box, ...parts }: ExpiryParts): ExpiryPorts {
  return {
    ...parts,
    isClockUnsure: box.isClockUnsure,
    due: ledger.reader.dueReservations,
    expire: (reservationId) =>
      ledger.intake.submitHub(
        'backroom.reservation.expired.v1',
        { reservationId },
        { id: `expired-${sha256(reservationId).toString('hex')}` },
      ),
  };
}

function holdExpiry(ledger: LedgerService, { box, ...parts }: ExpiryParts): ExpiryPorts {
  return {
    ...parts,
    isClockUnsure: box.isClockUnsure,
    due: ledger.reader.dueHolds,
    expire: (holdId) =>
      ledger.intake.submitHub(
        'backroom.hold.expired.v1',
        { holdId },
        { id: `hold-expired-${sha256(holdId).toString('hex')}` },
      ),
  };
}

interface Connected {
  broker: Broker | null;
}

/** The destinations of the configuration, as the ledger knows them. */
export function destinationsOf(config: Config) {
  return config.destination.map(({ name, kind, from_start: fromStart }) => ({ name, kind, fromStart }));
}

function countedSubmit(ledger: LedgerService, metrics: Metrics): Submit {
  return async (payload, from) => {
    const reply = await ledger.intake.submit(payload, from);
    metrics.countReply(reply.outcome);
    return reply;
  };
}

function metricsPorts(ledger: LedgerService, connected: Connected) {
  return {
    queued: () => ledger.client.queued,
    waitedMs: () => ledger.client.waitedMs,
    walBytes: ledger.walBytes,
    connections: () => connected.broker?.connections ?? 0,
    takesWrites: () => ledger.client.state === 'ok',
    destinations: ledger.reader.destinations,
    lastSeq: ledger.reader.lastSeq,
    exceptions: () => ledger.reader.needs().exceptions,
  };
}

function tellerPorts(ledger: LedgerService, { clock, log }: HubParts) {
  const { reader, changes, intake } = ledger;
  return { reader, changes, clock, log, submitHub: intake.submitHub.bind(intake) };
}

type BrokerParts = HubParts & { submit: Submit; box: BoxState; lowStock: LowStockTeller };

function brokerPorts(ledger: LedgerService, parts: BrokerParts) {
  const { reader, changes, client } = ledger;
  const { incarnation } = client.identity;
  const problem = (): string | null => healthOf(ledger, parts.box).problem;
  return { ...parts, reader, changes, incarnation, problem, catalogueVersion: reader.catalogueVersion };
}

function brokerOptions({ mqtt, limits }: Config): BrokerOptions {
  return {
    ...mqtt,
    limits: {
      messagesPerSecond: limits.messages_per_second,
      messagesAtOnce: limits.messages_at_once,
      connections: limits.mqtt_connections,
    },
  };
}

interface WebParts {
  readonly config: Config;
  readonly parts: HubParts;
  readonly ledger: LedgerService;
  readonly box: BoxState;
  readonly delivery: Delivery;
  readonly metrics: Metrics;
  readonly submit: Submit;
}

function webPorts({ config, parts, ledger, box, delivery, metrics, submit }: WebParts): WebPorts {
  return {
    ...parts,
    ...apiPorts(adminParts({ config, parts, ledger, box, delivery, broker: null })),
    submit,
    changes: ledger.changes,
    authenticate: (name, secret) => authenticate(ledger.reader, name, secret),
    health: () => healthOf(ledger, box),
    metrics: () => metrics.text(),
    eventRate: {
      perSecond: config.limits.messages_per_second,
      atOnce: config.limits.messages_at_once,
    },
    settings: {
      shopName: config.store.name,
      currency: config.store.currency,
      locale: config.store.locale,
      timeZone: config.store.time_zone,
      allowRemotePages: config.web.allow_remote_pages,
      hostNames: config.web.host_names,
    },
  };
}

type AdminOf = Omit<WebParts, 'metrics' | 'submit'> & { readonly broker: Broker | null };

function adminOf(parts: AdminOf) {
  return adminPorts(adminParts(parts));
}

function adminParts({ config, parts, ledger, box, delivery, broker }: AdminOf): AdminParts {
  return {
    config,
    ledger,
    box,
    clock: parts.clock,
    version: parts.version,
    running: true,
    afterRemoval: (name) => broker?.disconnect(name),
    afterRetry: (destination) => delivery.nudge(destination),
    askDestinations: (businessDate) => delivery.ask(businessDate),
  };
}
