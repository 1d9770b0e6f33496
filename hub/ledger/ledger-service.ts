import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { priceWeightLayouts } from '../domain/barcode/price-weight-layout.ts';
import { HubError } from '../kit/errors.ts';
import type { ChangeFeed } from './change-feed.ts';
import { Intake } from './intake.ts';
import type { IntakePorts } from './intake.ts';
import { LedgerClient } from './worker/ledger-client.ts';
import type { LedgerClientParts } from './worker/ledger-client.ts';
import { lockLedger } from './ledger-lock.ts';
import { openReader } from './open.ts';
import type { DestinationSetting } from './outbox/outbox.ts';
import { createLedgerReader } from './reader/ledger-reader.ts';
import type { LedgerReader } from './reader/ledger-reader.ts';
import { verifyTail } from './verify/verify-chain.ts';

export interface LedgerSettings {
  readonly dataDir: string;
  readonly destinations: readonly DestinationSetting[];
  /** The shop’s codes with a price or weight inside, as the configuration has them. */
  readonly barcodes?: Parameters<typeof priceWeightLayouts>[0];
}

export type LedgerParts = Pick<LedgerClientParts, 'clock' | 'log'> &
  Partial<LedgerClientParts & Pick<IntakePorts, 'clockQuality'>>;

/** The ledger as the rest of the hub uses it: a writer in its thread, a reader here, and one way in. */
export interface LedgerService extends AsyncDisposable {
  readonly client: LedgerClient;
  readonly reader: LedgerReader;
  readonly intake: Intake;
  readonly changes: ChangeFeed;
  readonly failure: Promise<HubError>;
  readonly walBytes: () => number;
}

/** The file of the ledger in a data folder. */
export function ledgerFile(dataDir: string): string {
  return join(dataDir, 'ledger.db');
}

const NO_LAYOUTS = { preset: 'none', layout: [] } as const;

/** How many of the newest links are checked at every start. The whole chain takes `ledger verify`. */
const TAIL_LINKS = 100;

/** The shop's data is its own: nobody else on the computer may look in. */
const FOLDER_MODE = 0o700;

function makeDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: FOLDER_MODE });
  } catch (cause) {
    const hint = 'Give another folder with --data, or in the configuration file.';
    throw new HubError('data.folder', { cause, detail: dataDir, hint });
  }
}

/** Opens the ledger for this process alone. Throws HubError when it is locked, foreign, newer or damaged. */
export async function openLedgerService(
  settings: LedgerSettings,
  parts: LedgerParts,
): Promise<LedgerService> {
  const { clock, clockQuality } = parts;
  await using stack = new AsyncDisposableStack();
  makeDataFolder(settings.dataDir);
  const file = ledgerFile(settings.dataDir);
  stack.use(lockLedger(file));
  const client = stack.use(await LedgerClient.start({ file, destinations: settings.destinations }, parts));
  const db = stack.adopt(openReader(file), (connection) => void connection.close());
  verifyTail(db, TAIL_LINKS);
  const { identity, changes, failure } = client;
  const reader = createLedgerReader(db, identity.incarnation, {
    clock,
    layouts: priceWeightLayouts(settings.barcodes ?? NO_LAYOUTS),
  });
  const commit = client.submit.bind(client);
  const intake = new Intake({
    identity,
    clock,
    ...(clockQuality === undefined ? {} : { clockQuality }),
    commit,
    addRejected: (row) => client.call('addRejected', row),
    find: reader.event,
  });
  const owned = stack.move();
  return {
    client,
    intake,
    changes,
    failure,
    reader,
    walBytes: () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  };
}
