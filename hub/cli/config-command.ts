import { Command } from 'commander';
import { asToml, withoutSecrets } from '../config/as-toml.ts';
import { command, configOf, print } from './context.ts';
import type { CommonOptions } from './context.ts';

export function configCommand(): Command {
  return new Command('config')
    .description('the hub’s settings')
    .addCommand(
      command('show', 'every setting that a hub with this --config would have, secrets left out').action(
        show,
      ),
    );
}

function show(options: CommonOptions): void {
  const config = configOf(options);
  print(options, withoutSecrets(config), [asToml(config)]);
}
