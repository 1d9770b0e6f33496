import { join } from 'node:path';
import { importProducts } from './catalogue/import-products.ts';
import type { Config } from './config/schema.ts';
import type { Clock } from './kit/clock.ts';
import { sha256 } from './kit/digest.ts';
import { HubError } from './kit/errors.ts';
import { newSecret } from './kit/secret.ts';
import type { LedgerService } from './ledger/ledger-service.ts';
import type { AdminPorts } from './web/admin/admin-ports.ts';
import type { ApiPorts, EventName, HealthReport, ImportReport } from './web/ports.ts';

export interface AdminParts {
  readonly ledger: LedgerService;
  /** How it stands with the computer itself; nobody watches it where no hub runs. */
  readonly box?: BoxState;
  readonly config: Config;
  readonly clock: Clock;
  readonly version: string;
  /** False where a command opened the ledger itself because no hub runs. */
  readonly running: boolean;
  /** What a running hub does besides: it ends connections and wakes forwarders. */
  readonly afterRemoval: (name: string) => void;
  readonly afterRetry: (destination: string) => void;
  /** Where no hub runs, nobody asks them. */
  readonly askDestinations?: ApiPorts['askDestinations'];
}

export interface BoxState {
  /** The room that is kept back for a full disk is given away. */
  readonly isRoomLow: () => boolean;
  readonly isClockUnsure: () => boolean;
}

/** Where the command line finds a running hub. */
export function adminSocketPath(dataDir: string): string {
  return join(dataDir, 'admin.sock');
}

/** A technician's commands over an open ledger. */
export function adminPorts(parts: AdminParts): AdminPorts {
  const { client, reader, intake } = parts.ledger;
  return {
    api: apiPorts(parts),
    addIdentity: async (kind, name) => {
      const secret = newSecret();
      await client.call('addCredential', {
        kind,
        name,
        secretSha256: sha256(secret),
        createdMs: parts.clock.nowMs(),
      });
      return { name, secret, store: client.identity.store };
    },
    removeIdentity: async (kind, name) => {
      await client.call('removeCredential', kind, name);
      parts.afterRemoval(name);
    },
    identities: reader.identities,
    importProducts: (csv) => importCsv(csv, parts),
    destinations: reader.destinations,
    parked: reader.parked,
    ...parkedItems(parts),
    removeDestination: (name) => {
      if (!parts.config.destination.some((destination) => destination.name === name)) {
        return client.call('removeDestination', name);
      }
      const hint = 'Take it out of the configuration file and restart the hub first.';
      throw new HubError('destination.configured', { detail: name, hint });
    },
    exceptions: (limit) => reader.exceptions({ limit }),
    rejected: reader.rejected,
    rejectedPayload: reader.rejectedPayload,
    admitRejected: async (rejected, { payload, from }) => {
      const reply = await intake.admit(payload, from);
      const isIn = reply.outcome === 'accepted' || reply.outcome === 'duplicate';
      if (isIn && reply.seq !== undefined) await client.call('admitRejected', rejected, reply.seq);
      return reply;
    },
    closeRejected: (number, note) =>
      client.call('closeRejected', number, { closedMs: parts.clock.nowMs(), note }),
    status: () => {
      const { version, running } = parts;
      return { running, version, health: healthOf(parts.ledger, parts.box), counts: reader.counts() };
    },
  };
}

/** What the routes of the API need of an open ledger, whether a hub runs or not. */
export function apiPorts(parts: AdminParts): ApiPorts {
  const { reader, intake } = parts.ledger;
  const { retryParked, skipParked } = parkedItems(parts);
  return {
    reader,
    clock: parts.clock,
    submitHub: intake.submitHub.bind(intake),
    hubEvent: intake.hubEvent.bind(intake),
    askDestinations: parts.askDestinations ?? (async () => []),
    importProducts: (csv, name) => importCsv(csv, parts, name),
    outbox: {
      retryParked: async (destination, seq) => void (await retryParked(destination, seq)),
      skipParked: async (destination, seq, who) => void (await skipParked(destination, seq, who)),
    },
  };
}

function parkedItems({ ledger, clock, afterRetry }: AdminParts) {
  const { client } = ledger;
  return {
    retryParked: async (destination: string, seq: number | 'all') => {
      const changed = await client.call('retryParked', destination, seq, clock.nowMs());
      afterRetry(destination);
      return changed;
    },
    skipParked: (destination: string, seq: number, who: string) =>
      client.call('skipParked', destination, seq, { who, nowMs: clock.nowMs() }),
  };
}

/** Reads a product list into the ledger, all of it or nothing. */
function importCsv(
  csv: AsyncIterable<Uint8Array>,
  { ledger, config }: AdminParts,
  name: EventName = {},
): Promise<ImportReport> {
  const { intake, reader } = ledger;
  const ports = {
    submitHub: intake.submitHub.bind(intake),
    hubEvent: intake.hubEvent.bind(intake),
    product: reader.product,
    mergedInto: reader.mergedInto,
    productItself: reader.productItself,
    folder: config.data.dir,
    defaultCurrency: config.store.currency,
  };
  return importProducts(csv, ports, name);
}

/** How the ledger is, in words for a person. */
export function healthOf(ledger: LedgerService, box?: BoxState): HealthReport {
  switch (ledger.client.state) {
    case 'ok':
      if (ledger.client.isSlow) return { state: 'waiting', takesWrites: false, problem: SLOW };
      return { state: 'running', takesWrites: true, problem: problemOfBox(box) };
    case 'waiting':
      return { state: 'waiting', takesWrites: false, problem: problemOf(ledger.client.heldBack) };
    case 'stopped':
      return { state: 'stopping', takesWrites: false, problem: 'The hub is stopping.' };
  }
}

function problemOfBox(box: BoxState | undefined): string | null {
  if (box?.isRoomLow() === true) return ALMOST_FULL;
  return box?.isClockUnsure() === true ? CLOCK_UNSURE : null;
}

const CLOCK_UNSURE =
  'The clock of this computer is not right, or was set by hand: look at its date and time, and at its internet connection. Sales keep their order.';
const ALMOST_FULL =
  'The disk is almost full: free some space soon. Sales go on for a while, on room that was kept back for this.';
const SLOW =
  'The disk takes very long to answer. Sales wait at the tills and nothing is lost. If this happens often, replace the disk.';

function problemOf(heldBack: HubError | null): string {
  const safe = 'Sales wait at the tills and nothing is lost. The hub goes on by itself.';
  if (heldBack?.code === 'ledger.held') return `Another program holds the ledger file: end it. ${safe}`;
  return `The disk is full: free some space. ${safe}`;
}
