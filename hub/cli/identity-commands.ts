import type { Command } from 'commander';
import { IdentityRows, NewIdentity } from '../contract/admin-views.ts';
import { IdentityName } from '../contract/identity.ts';
import type { IdentityKind } from '../contract/identity.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin, withNewAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

/** `add`, `list` and `remove` for tills, and the same for devices. */
export function identityCommands(parent: Command, kind: IdentityKind): Command {
  parent.addCommand(
    command('add', `make an identity for a ${kind} and print its secret, once`)
      .argument('<name>', 'its MQTT user name and client id')
      .action((name: string, options: CommonOptions) => add(kind, name, options)),
  );
  parent.addCommand(
    command('list', `list every ${kind}`).action((options: CommonOptions) => list(kind, options)),
  );
  parent.addCommand(
    command('remove', `take the identity of a ${kind} away and end its connection`)
      .argument('<name>', 'its name')
      .action((name: string, options: CommonOptions) => remove(kind, name, options)),
  );
  return parent;
}

async function add(kind: IdentityKind, name: string, options: CommonOptions): Promise<void> {
  const checked = IdentityName.safeParse(name);
  if (!checked.success)
    throw new CommandFailure(`A name ${checked.error.issues[0]?.message ?? 'is missing'}.`, undefined, 64);
  const answer = await withNewAdmin(options, (admin) =>
    admin.request('POST', `/identities/${kind}/${encodeURIComponent(name)}`),
  );
  const { secret, store } = NewIdentity.parse(answer);
  print(options, answer, [
    `The ${kind} ${name} may connect now.`,
    '',
    `  MQTT user name and client id  ${name}`,
    `  MQTT password (the secret)    ${secret}`,
    `  Store                         ${store}`,
    '',
    'The secret is shown this once. Lost it? Remove the identity and add it again.',
  ]);
}

async function list(kind: IdentityKind, options: CommonOptions): Promise<void> {
  const all = IdentityRows.parse(await withAdmin(options, (admin) => admin.request('GET', '/identities')));
  const rows = all.filter((row) => row.kind === kind);
  const empty = [`There is no ${kind} yet. Make one with \`backroom ${kind} add NAME\`.`];
  print(
    options,
    rows,
    rows.length === 0
      ? empty
      : table(
          ['NAME'],
          rows.map((row) => [row.name]),
        ),
  );
}

async function remove(kind: IdentityKind, name: string, options: CommonOptions): Promise<void> {
  const path = `/identities/${kind}/${encodeURIComponent(name)}`;
  const answer = await withAdmin(options, (admin) => admin.request('DELETE', path));
  print(options, answer, [`The ${kind} ${name} cannot connect any more. What it sent stays in the ledger.`]);
}
