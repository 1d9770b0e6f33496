import type { Command } from 'commander';
import { AdminStatus } from '../contract/admin-views.ts';
import { command, print, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

export function statusCommand(): Command {
  return command('status', 'how the hub is').action(async (options: CommonOptions) => {
    const status = AdminStatus.parse(await withAdmin(options, (admin) => admin.request('GET', '/status')));
    const { health, counts } = status;
    print(options, status, [
      status.running ? `The hub is ${health.state}.` : 'No hub runs on this data folder.',
      ...(health.problem === null ? [] : [health.problem]),
      `${counts.lastSeq} entries in the ledger, ${counts.products} products, ${counts.unlisted} of them unlisted.`,
      `${counts.exceptions} open exceptions, ${counts.rejected} rejected payloads.`,
    ]);
  });
}
