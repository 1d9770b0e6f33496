import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatSource } from '../../hub/contract/envelope.ts';
import { sha256 } from '../../hub/kit/digest.ts';
import { createLedgerWriter } from '../../hub/ledger/writer.ts';
import { freePort } from './free-port.ts';

export interface HubFolder {
  readonly config: string;
  readonly dataDir: string;
  readonly file: string;
  readonly web: string;
  readonly mqttUrl: string;
  readonly tills: readonly TillIdentity[];
}

export interface TillIdentity {
  readonly name: string;
  readonly secret: string;
  /** Names this hub's store. */
  readonly source: string;
}

export interface HubFolderOptions {
  readonly tills: number;
  /** Where the ledger is to be; otherwise a folder beside the configuration. */
  readonly dataDir?: string;
  /** More of the configuration, in TOML. */
  readonly more?: string;
}

/** A hub ready to be started: its configuration, ports that are free, and tills that it knows. */
export async function hubFolder(folder: string, options: HubFolderOptions): Promise<HubFolder> {
  const [web, mqtt] = [await freePort(), await freePort()];
  const dataDir = options.dataDir ?? join(folder, 'data');
  const config = join(folder, 'backroom.toml');
  const sections = [
    `[data]\ndir = "${dataDir}"`,
    `[web]\nport = ${web}`,
    `[mqtt]\nport = ${mqtt}`,
    options.more ?? '',
  ];
  writeFileSync(config, `${sections.join('\n')}\n`);
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'ledger.db');
  const tills = makeTills(file, options.tills);
  return {
    config,
    dataDir,
    file,
    web: `http://127.0.0.1:${web}`,
    mqttUrl: `mqtt://127.0.0.1:${mqtt}`,
    tills,
  };
}

function makeTills(file: string, count: number): TillIdentity[] {
  using writer = createLedgerWriter({ file, destinations: [], nowMs: () => Date.now() });
  return Array.from({ length: count }, (_, index) => {
    const [name, secret] = [`till-${index + 1}`, `a-secret-of-a-test-and-not-of-a-shop-${index}`];
    writer.calls.addCredential({ kind: 'till', name, secretSha256: sha256(secret), createdMs: 0 });
    const installation = `0b0e5c60-0000-4000-8000-${(index + 1).toString().padStart(12, '0')}`;
    const source = formatSource({ store: writer.identity.store, kind: 'tills', name, installation });
    return { name, secret, source };
  });
}
