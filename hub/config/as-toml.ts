import { stringify } from 'smol-toml';
import type { Config, DestinationConfig } from './schema.ts';

/** Every setting as it is in force, in the form of the configuration file. Secrets are left out. */
export function asToml(config: Config): string {
  return stringify(withoutSecrets(config)).trimEnd();
}

export function withoutSecrets(config: Config): Config {
  return { ...config, destination: config.destination.map(withoutSecret) };
}

const NOT_SHOWN = '(not shown)';

function withoutSecret(row: DestinationConfig): DestinationConfig {
  if (row.kind === 'webhook') return { ...row, secret: NOT_SHOWN };
  return row.kind === 'email' && row.password !== undefined ? { ...row, password: NOT_SHOWN } : row;
}
