import { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { openAdmin } from './admin-client.ts';
import type { AdminClient } from './admin-client.ts';

/** What every command takes. */
export interface CommonOptions {
  readonly config?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** A command with the options that all of them have. */
export function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--config <file>', 'the hub’s configuration file')
    .option('--data <dir>', 'the hub’s data folder, instead of the configured one')
    .option('--json', 'print JSON for programs');
}

export function configOf(options: CommonOptions): Config {
  const sources = { env: process.env, ...(options.config === undefined ? {} : { file: options.config }) };
  return loadConfig({
    ...sources,
    ...(options.data === undefined ? {} : { overrides: { dataDir: options.data } }),
  });
}

/** What a command does with a hub. */
type AdminWork<T> = (admin: AdminClient) => Promise<T>;

/** Does the work with a running hub, or with the ledger itself, which must be there. */
export async function withAdmin<T>(options: CommonOptions, work: AdminWork<T>): Promise<T> {
  await using admin = await openAdmin(configOf(options), { mayCreate: false });
  return await work(admin);
}

/** The same for what a shop is set up with: the ledger is made when there is none. */
export async function withNewAdmin<T>(options: CommonOptions, work: AdminWork<T>): Promise<T> {
  await using admin = await openAdmin(configOf(options), { mayCreate: true });
  return await work(admin);
}

/** Prints the value as JSON, or as the lines that a person reads. */
export function print(options: CommonOptions, value: unknown, lines: readonly string[]): void {
  process.stdout.write(
    options.json === true ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(''),
  );
}

/** Rows under their headings, as wide as they need to be. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((heading, index) =>
    Math.max(heading.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(headings), ...rows.map(line)];
}
