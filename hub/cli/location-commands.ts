import { Command, Option } from 'commander';
import { LocationList } from '../contract/goods-views.ts';
import { LocationSet } from '../contract/location-events.ts';
import { command, print, table, withAdmin, withNewAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface SetOptions extends CommonOptions {
  readonly name: string;
  readonly role: string;
}

/** The places where the shop keeps its goods. */
export function locationCommand(): Command {
  return new Command('location')
    .description('the places where the shop keeps its goods')
    .addCommand(command('list', 'each place, what it is called and what it is for').action(list))
    .addCommand(
      command('set', 'say what a place is called and what it is for; it is made when there is none')
        .argument('<code>', 'its code, as tills say it')
        .requiredOption('--name <name>', 'what people call it')
        .addOption(
          new Option('--role <role>', 'what it is for')
            .choices(LocationSet.shape.role.options)
            .default('other'),
        )
        .action(set),
    );
}

async function list(options: CommonOptions): Promise<void> {
  const answer = await withAdmin(options, (admin) => admin.request('GET', '/api/v1/locations'));
  const { locations } = LocationList.parse(answer);
  const cells = locations.map(({ code, name, role }) => [code, name ?? '', role ?? 'not set up']);
  print(options, locations, table(['CODE', 'NAME', 'ROLE'], cells));
}

async function set(code: string, options: SetOptions): Promise<void> {
  const { name, role } = options;
  const answer = await withNewAdmin(options, (admin) =>
    admin.request('PUT', `/api/v1/locations/${encodeURIComponent(code)}`, { name, role }),
  );
  print(options, answer, [`${code} is ${name}.`]);
}
