import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'smol-toml';
import { plainWords } from '../contract/plain-words.ts';
import { HubError, messageOf } from '../kit/errors.ts';
import { SECRET_LENGTH_MIN } from './destination-schema.ts';
import { Config, type DestinationConfig } from './schema.ts';

export interface ConfigSources {
  /** A TOML file. Relative paths in it are relative to its folder. Without one, defaults hold. */
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the command line says goes before all. */
  readonly overrides?: { readonly dataDir?: string; readonly webPort?: number; readonly mqttPort?: number };
}

/**
 * Settings from the file, then from the environment (BACKROOM_WEB_PORT is `port` in `[web]`), then from the
 * command line. Throws HubError('config.invalid') that names every wrong setting.
 */
export function loadConfig(sources: ConfigSources): Config {
  const base = sources.file === undefined ? process.cwd() : dirname(resolve(sources.file));
  const merged = withOverrides(withEnvironment(readToml(sources.file), sources.env), sources.overrides ?? {});
  const parsed = Config.safeParse(merged, { error: plainWords });
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw invalid(sources.file, problems.join('; '));
  }
  return withResolvedPaths(parsed.data, base, sources.overrides?.dataDir);
}

type Tables = Record<string, unknown>;

function readToml(file: string | undefined): Tables {
  if (file === undefined) return {};
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw invalid(file, messageOf(error));
  }
}

const SECTIONS = ['store', 'data', 'web', 'mqtt', 'limits', 'barcodes', 'books', 'loyalty'] as const;

function withEnvironment(tables: Tables, env: ConfigSources['env']): Tables {
  const merged = { ...tables };
  for (const [name, value] of Object.entries(env)) {
    const match = /^BACKROOM_([A-Z]+)_([A-Z_]+)$/.exec(name);
    const section = SECTIONS.find((known) => known === match?.[1]?.toLowerCase());
    if (section === undefined || match?.[2] === undefined || value === undefined) continue;
    merged[section] = { ...(merged[section] as object | undefined), [match[2].toLowerCase()]: plain(value) };
  }
  return merged;
}

function plain(value: string): unknown {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  return value === 'true' || value === 'false' ? value === 'true' : value;
}

function withOverrides(tables: Tables, overrides: NonNullable<ConfigSources['overrides']>): Tables {
  const set = (section: string, key: string, value: unknown): Tables =>
    value === undefined ? {} : { [section]: { ...(tables[section] as object | undefined), [key]: value } };
  return {
    ...tables,
    ...set('web', 'port', overrides.webPort),
    ...set('mqtt', 'port', overrides.mqttPort),
  };
}

function withResolvedPaths(config: Config, base: string, dataDir: string | undefined): Config {
  return {
    ...config,
    data: { dir: dataDir === undefined ? resolve(base, config.data.dir) : resolve(dataDir) },
    destination: config.destination.map((destination) => {
      if ('dir' in destination) return { ...destination, dir: resolve(base, destination.dir) };
      if (destination.kind === 'email') return withFilesOf(destination, base);
      if (destination.secret_file === undefined) return destination;
      return { ...destination, secret: readSecret(resolve(base, destination.secret_file)) };
    }),
  };
}

type EmailConfig = Extract<DestinationConfig, { kind: 'email' }>;

function withFilesOf(destination: EmailConfig, base: string): EmailConfig {
  const { password_file: passwordFile, ca_file: caFile } = destination;
  return {
    ...destination,
    ...(passwordFile === undefined ? {} : { password: readSetting(resolve(base, passwordFile)) }),
    ...(caFile === undefined ? {} : { ca: readSetting(resolve(base, caFile)) }),
  };
}

function readSetting(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const hint = 'Make it readable for the user who runs the hub.';
    throw new HubError('config.invalid', { cause, detail: `The file ${file} cannot be read.`, hint });
  }
}

function readSecret(file: string): string {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret.length >= SECRET_LENGTH_MIN) return secret;
  } catch (cause) {
    const hint = 'Make it, for instance with `openssl rand -hex 32`, readable for the user who runs the hub.';
    throw new HubError('config.invalid', { cause, detail: `The secret_file ${file} cannot be read.`, hint });
  }
  throw invalid(file, `A secret has at least ${SECRET_LENGTH_MIN} characters.`);
}

function invalid(file: string | undefined, detail: string): HubError {
  const where = file === undefined ? 'environment' : file;
  return new HubError('config.invalid', {
    detail: `(${where}) ${detail}`,
    hint: '`backroom config show` prints every setting.',
  });
}
