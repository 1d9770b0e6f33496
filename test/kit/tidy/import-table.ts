/**
 * Who may import what: the one table behind the lint restrictions (oxlint.config.ts) and the tidy test.
 *
 * A rule holds for every file below its folder that no longer rule covers. A file may always import from its own
 * folder. What a rule does not name is forbidden; node built-ins are always allowed.
 */
export interface ImportRule {
  readonly folder: string;
  /** Folders or files of the project whose values and types may be imported. */
  readonly from: readonly string[];
  /** Folders or files of which only types may be imported. */
  readonly typesFrom?: readonly string[];
  /** npm packages whose values and types may be imported. */
  readonly packages: readonly string[];
}

const kit = 'hub/kit';
const contract = 'hub/contract';

export const importRules: readonly ImportRule[] = [
  { folder: 'hub/kit', from: [], packages: [] },
  { folder: 'hub/contract', from: [kit], packages: ['zod'] },
  { folder: 'hub/domain', from: [kit], typesFrom: [contract], packages: ['temporal-polyfill'] },
  { folder: 'hub/ledger', from: ['hub/domain', contract, kit], packages: ['better-sqlite3'] },
  {
    folder: 'hub/broker',
    from: [contract, kit],
    packages: ['aedes', 'aedes-persistence', 'mqemitter', 'mqtt-packet', 'ws'],
  },
  { folder: 'hub/forward', from: ['hub/connectors/connector.ts', kit], packages: [] },
  { folder: 'hub/connectors', from: [kit], typesFrom: ['hub/domain', contract], packages: [] },
  {
    folder: 'hub/connectors/email',
    from: ['hub/connectors/connector.ts', kit],
    typesFrom: [contract],
    packages: ['nodemailer'],
  },
  { folder: 'hub/web', from: [contract, kit], packages: ['hono', '@hono/node-server'] },
  { folder: 'hub/web/browser', from: [], typesFrom: [contract], packages: [] },
  { folder: 'hub/catalogue', from: [contract, kit], packages: ['csv-parse'] },
  {
    folder: 'hub/ops',
    from: ['hub/domain/business-day.ts', contract, kit],
    packages: ['@prometheus-io/client', 'pino'],
  },
  { folder: 'hub/config', from: [contract, kit], packages: ['zod', 'smol-toml'] },
  // The command line may also play the hub's side for a till that is judged.
  { folder: 'hub/cli', from: ['hub', 'devices/till/certify'], packages: ['commander'] },
  // The composition root, with what it makes of the admin commands and of the destinations in files beside it.
  { folder: 'hub/hub.ts', from: ['hub'], packages: [] },
  { folder: 'hub/admin.ts', from: ['hub'], packages: [] },
  { folder: 'hub/delivery.ts', from: ['hub'], packages: [] },
  { folder: 'hub/day.ts', from: ['hub'], packages: [] },
  { folder: 'hub/main.ts', from: ['hub/hub.ts', 'hub/config', kit], packages: [] },
  {
    folder: 'devices',
    from: [contract, kit],
    packages: ['mqtt', 'serialport', 'usb', 'node-thermal-printer'],
  },
  {
    folder: 'devices/link',
    from: [contract, kit, 'devices/device.ts'],
    packages: ['mqtt', 'better-sqlite3'],
  },
  // Playing the hub's side for a till takes a server, and aedes would hide the very mistakes that are looked for.
  { folder: 'devices/till/certify', from: [contract, kit], packages: ['mqtt', 'mqtt-packet'] },
];

/** Returns the rule with the longest folder that holds the file; scripts, tests and configuration have none. */
export function ruleFor(path: string): ImportRule | undefined {
  if (isFreeToImport(path)) return undefined;
  return importRules
    .filter((rule) => isBelow(path, rule.folder))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

function isFreeToImport(path: string): boolean {
  return (
    path.endsWith('.test.ts') || isBelow(path, 'scripts') || isBelow(path, 'test') || !path.includes('/')
  );
}

/** True when `path` is `folder`, lies below it, or is a file beside it with its name (`link.ts` for `link`). */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path === `${folder}.ts`;
}
