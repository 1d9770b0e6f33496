import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { HubError } from '../../hub/kit/errors.ts';
import type { DemoSettings } from './settings.ts';
import { CURRENCY } from './products.ts';
import { HOST } from './free-port.ts';

/** The demo's own folder beside the ledger, and the configuration in it, which also marks the ledger as the demo's. */
export function demoFolder(data: string): string {
  return join(data, 'demo');
}

export function configFile(data: string): string {
  return join(demoFolder(data), 'hub.toml');
}

/**
 * Makes the folder. Refuses a ledger that no demo made: that is a real shop's. When the ledger was deleted, the tills
 * have to start anew as well, because they belong to its store.
 */
export function prepareFolder(data: string): void {
  const hasLedger = existsSync(join(data, 'ledger.db'));
  if (hasLedger && !existsSync(configFile(data))) {
    throw new HubError('config.invalid', {
      detail: `${data} holds the ledger of a shop, and not that of a demo.`,
      hint: 'Give the demo a folder of its own: npm start -- --data DIR. For a shop: backroom run --config FILE.',
    });
  }
  const folder = demoFolder(data);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (hasLedger) return;
  const ofTills = readdirSync(folder).filter((name) => /^(tills\.json|till-\d\.db(-wal|-shm)?)$/.test(name));
  for (const name of ofTills) rmSync(join(folder, name));
}

export interface Destination {
  readonly url: string;
  readonly secret: string;
}

/** Writes the configuration of the demo's hub anew: ports and the sandbox's address are those of this start. */
export function writeConfig(settings: DemoSettings, sandbox: Destination): void {
  const { data, webPort, mqttPort } = settings;
  const config = {
    store: { name: 'The corner shop (demo)', currency: CURRENCY, locale: 'en-GB', time_zone: timeZone() },
    data: { dir: data },
    web: { host: HOST, port: webPort },
    mqtt: { host: HOST, port: mqttPort },
    books: { close_day_after: 4 },
    loyalty: { points_per_unit: '1', units_per_point: '0.01' },
    destination: [
      { name: 'sandbox', kind: 'webhook', ...sandbox, from_start: true, retry_max_ms: RETRY_MAX_MS },
      { name: 'archive', kind: 'archive-file', dir: join(data, 'archive'), from_start: true },
    ],
  };
  const head = '# Written anew by every start of the demo.\n';
  writeFileSync(configFile(data), `${head}${stringify(config)}`, { mode: 0o600 });
}

/** Whoever switches the sandbox on again wants to see it soon. */
const RETRY_MAX_MS = 5_000;

function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
