import { setImmediate } from 'node:timers/promises';
import type { Config, DestinationConfig } from './config/schema.ts';
import type { Connector } from './connectors/connector.ts';
import { createConnector } from './connectors/create-connector.ts';
import type { ConnectorSettings } from './connectors/create-connector.ts';
import type { DestinationSays } from './contract/day-views.ts';
import { Forwarder, FORWARDER_DEFAULTS } from './forward/forwarder.ts';
import { must, unreachable } from './kit/assert.ts';
import type { Clock } from './kit/clock.ts';
import { HubError, messageOf } from './kit/errors.ts';
import type { Log } from './kit/log.ts';
import { holdReason, unmapped } from './domain/mapping.ts';
import { minorDigits } from './domain/receipt-sums.ts';
import type { JournalPort } from './connectors/plain-text-ledger/client.ts';
import type { LedgerReader } from './ledger/reader/ledger-reader.ts';
import type { LedgerClient } from './ledger/worker/ledger-client.ts';
import { PatientOutbox } from './ledger/outbox/patient-outbox.ts';

export interface Delivery extends AsyncDisposable {
  /** Something waits for this destination, or for every one. */
  nudge(destination?: string): void;
  /** Asks every destination what it holds of the books of a day. */
  ask(businessDate: string): Promise<readonly DestinationSays[]>;
}

/** How long a destination may take to say what it holds of a day. */
const ASK_TIMEOUT_MS = 10_000;
/** How many entries of the books are read in one breath. */
const JOURNAL_PAGE = 50;

export interface DeliveryParts {
  readonly client: LedgerClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly reader: JournalReaders;
}

/** What the connectors of accounting ask the ledger. */
type JournalReaders = Pick<LedgerReader, 'journal' | 'journalOfEvent' | 'mappings'>;

/** One forwarder for each destination that is set up, until it is disposed of. */
export function startDelivery(config: Config, parts: DeliveryParts): Delivery {
  const stop = new AbortController();
  const ports = { log: parts.log, journal: journalPort(parts.reader) };
  const outbox = new PatientOutbox(parts.client, parts.clock, stop.signal);
  const connectors = new Map(
    config.destination.map((destination) => [
      destination.name,
      createConnector(connectorSettings(destination, config.store.name), ports),
    ]),
  );
  const forwarders = new Map(
    config.destination.map((destination) => [
      destination.name,
      new Forwarder(forwarderSettings(destination), {
        outbox,
        connector: must(connectors.get(destination.name), destination.name),
        clock: parts.clock,
        random: Math.random,
        log: parts.log,
      }),
    ]),
  );
  const runs = [...forwarders.values()].map((forwarder) =>
    runUntilStopped(forwarder, { signal: stop.signal, log: parts.log }),
  );
  const unsubscribe = parts.client.changes.subscribe(() =>
    forwarders.forEach((forwarder) => forwarder.nudge()),
  );
  return {
    nudge: (name) => {
      for (const [known, forwarder] of forwarders)
        if (name === undefined || name === known) forwarder.nudge();
    },
    ask: async (businessDate) =>
      Promise.all(
        [...connectors].map(([name, one]) =>
          says(name, one, { businessDate, clock: parts.clock, signal: stop.signal }),
        ),
      ),
    [Symbol.asyncDispose]: async () => {
      unsubscribe();
      stop.abort();
      await Promise.all(runs);
    },
  };
}

/** Whatever goes wrong at the other end is its answer. */
async function says(
  name: string,
  connector: Connector,
  asked: { readonly businessDate: string; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<DestinationSays> {
  if (connector.holds === undefined) return { name, kind: 'does_not_say' };
  const { businessDate, clock, signal } = asked;
  const answered = new AbortController();
  const tooLate = new AbortController();
  void clock.sleep(ASK_TIMEOUT_MS, answered.signal).then(() => tooLate.abort());
  try {
    const pairs = await connector.holds(businessDate, AbortSignal.any([signal, tooLate.signal]));
    return { name, kind: 'says', pairs: [...pairs] };
  } catch (error) {
    return { name, kind: 'no_answer', reason: messageOf(error) };
  } finally {
    answered.abort();
  }
}

/** A forwarder ends with the ledger's writer, whose own fault ends the process; anything else is a bug. */
async function runUntilStopped(
  forwarder: Forwarder,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log },
): Promise<void> {
  try {
    await forwarder.run(signal);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    if (!signal.aborted)
      log.error({ code: error.code, reason: error.message }, 'A destination is no longer served.');
  }
}

function forwarderSettings(destination: DestinationConfig) {
  const { name, batch_items: itemsMax, batch_age_ms: ageMs } = destination;
  const retryMaxMs =
    destination.kind === 'webhook' ? destination.retry_max_ms : FORWARDER_DEFAULTS.retryMaxMs;
  return { ...FORWARDER_DEFAULTS, name, itemsMax, ageMs, retryMaxMs };
}

function connectorSettings(destination: DestinationConfig, shopName: string): ConnectorSettings {
  switch (destination.kind) {
    case 'archive-file':
      return { kind: 'archive-file', folder: destination.dir };
    case 'hledger':
    case 'beancount': {
      const { name, kind: format, dir: folder, mapped_only: mappedOnly } = destination;
      const { from_start: fromStart } = destination;
      return { kind: 'plain-text-ledger', name, format, folder, mappedOnly, fromStart };
    }
    case 'email':
      return emailSettings(destination, shopName);
    case 'webhook': {
      const { kind, name, url, timeout_ms: timeoutMs } = destination;
      return { kind, name, url, timeoutMs, secret: must(destination.secret, `the secret of ${name}`) };
    }
    default:
      return unreachable(destination);
  }
}

/** The journal as connectors ask for it. */
function journalPort(reader: JournalReaders): JournalPort {
  const accountNames = (system: string): ReadonlyMap<string, string> => {
    const accounts = reader.mappings(system).filter(({ kind }) => kind === 'account');
    return new Map(accounts.map(({ ours, theirs }) => [ours, theirs]));
  };
  return {
    journalOfEvent: reader.journalOfEvent,
    journalOfDay: (businessDate) => journalPages(reader, businessDate),
    accountNames,
    holdReason: (system, { lines }) => {
      const accounts = lines.map(({ account }) => account);
      return holdReason(system, unmapped(accounts, new Set(accountNames(system).keys())));
    },
    minorDigits,
  };
}

/** Stock is answered between two pages. */
async function* journalPages({ journal }: JournalReaders, businessDate: string) {
  let after: number | undefined;
  do {
    const page = journal({ from: businessDate, to: businessDate, after, limit: JOURNAL_PAGE });
    yield page.entries;
    await setImmediate();
    after = page.next ?? undefined;
  } while (after !== undefined);
}

type EmailConfig = Extract<DestinationConfig, { kind: 'email' }>;

function emailSettings(destination: EmailConfig, shopName: string): ConnectorSettings {
  const { kind, name, from, to, host, port, encryption, ca, user, password } = destination;
  const login = user === undefined ? null : { user, password: must(password, `the password of ${name}`) };
  const { timeout_ms: timeoutMs } = destination;
  return { kind, name, shopName, from, to, host, port, encryption, login, ca, timeoutMs };
}
