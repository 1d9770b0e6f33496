import { Command } from 'commander';
import { HeldPostings, MappingKind, MappingList } from '../contract/journal-views.ts';
import type { AdminClient } from './admin-client.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface SetOptions extends CommonOptions {
  readonly as?: string;
  readonly kind: string;
}

/** What other systems call our accounts. */
export function mapCommand(): Command {
  return new Command('map')
    .description('what other systems call our accounts, taxes, tenders and departments')
    .addCommand(command('list', 'what a system calls them').argument('<system>').action(list))
    .addCommand(
      command('set', 'say what a system calls something; without --as, nothing any more')
        .argument('<system>')
        .argument('<ours>', 'such as revenue:tea')
        .option('--as <theirs>', 'what the system calls it')
        .option('--kind <kind>', MappingKind.options.join(', '), 'account')
        .action(set),
    )
    .addCommand(
      command('held', 'what is not posted to a system, since something in it has no name there')
        .argument('<system>')
        .action(held),
    );
}

/** What people call our accounts in a system, by our keys. */
export async function accountNames(admin: AdminClient, system: string): Promise<Map<string, string>> {
  const { mappings } = MappingList.parse(await admin.request('GET', pathOf(system)));
  const accounts = mappings.filter(({ kind }) => kind === 'account');
  return new Map(accounts.map(({ ours, theirs }) => [ours, theirs]));
}

async function list(system: string, options: CommonOptions): Promise<void> {
  const answer = await withAdmin(options, (admin) => admin.request('GET', pathOf(system)));
  const { mappings } = MappingList.parse(answer);
  const cells = mappings.map(({ kind, ours, theirs }) => [kind, ours, theirs]);
  const lines = mappings.length === 0 ? ['Nothing is mapped.'] : table(['KIND', 'OURS', 'THEIRS'], cells);
  print(options, mappings, lines);
}

async function set(system: string, ours: string, options: SetOptions): Promise<void> {
  const { as: theirs, kind } = options;
  const known = MappingKind.safeParse(kind);
  if (!known.success)
    throw new CommandFailure(`There is no kind ${kind}.`, `One of ${MappingKind.options.join(', ')}.`, 64);
  const body = { kind: known.data, ours, ...(theirs === undefined ? {} : { theirs }) };
  const reply = await withAdmin(options, (admin) => admin.request('PUT', pathOf(system), body));
  const done =
    theirs === undefined
      ? `${system} has no name for ${ours} any more.`
      : `${system} calls ${ours} ${theirs}.`;
  print(options, reply, [done]);
}

async function held(system: string, options: CommonOptions): Promise<void> {
  const path = `${pathOf(system)}/held`;
  const answer = HeldPostings.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  const cells = answer.held.map(({ entry, businessDate, reason }) => [String(entry), businessDate, reason]);
  const lines = answer.held.length === 0 ? ['Nothing waits.'] : table(['ENTRY', 'DAY', 'WHY'], cells);
  print(options, answer, lines);
}

function pathOf(system: string): string {
  return `/api/v1/mappings/${encodeURIComponent(system)}`;
}
