import { stringify } from 'smol-toml';
import type { Config } from './schema.ts';

/** Every setting as it is in force, in the form of the configuration file. Secrets are left out. */
export function asToml(config: Config): string {
  return stringify(withoutSecrets(config)).trimEnd();
}

export function withoutSecrets(config: Config): Config {
  const destination = config.destination.map((row) =>
    row.kind === 'webhook' ? { ...row, secret: '(not shown)' } : row,
  );
  return { ...config, destination };
}
