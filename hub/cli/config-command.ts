import { Command } from 'commander';
import { stringify } from 'smol-toml';
import { command, configOf, print } from './context.ts';
import type { CommonOptions } from './context.ts';

export function configCommand(): Command {
  return new Command('config')
    .description('the hub’s settings')
    .addCommand(command('show', 'every setting as it is in force, secrets left out').action(show));
}

function show(options: CommonOptions): void {
  const config = configOf(options);
  const shown = {
    ...config,
    destination: config.destination.map((destination) =>
      'secret' in destination ? { ...destination, secret: '(not shown)' } : destination,
    ),
  };
  print(options, shown, [stringify(shown).trimEnd()]);
}
