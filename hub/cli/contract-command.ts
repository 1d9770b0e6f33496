import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { contractDocuments } from '../contract/emit/documents.ts';
import { command, print } from './context.ts';
import type { CommonOptions } from './context.ts';

/** Everything that an outside program must know about the hub, as files. */
export function contractCommand(): Command {
  return command('contract', 'write the JSON Schemas, AsyncAPI and OpenAPI documents')
    .requiredOption('--out <dir>', 'the folder to write to')
    .action((options: CommonOptions & { out: string }) => {
      mkdirSync(options.out, { recursive: true });
      const files = contractDocuments().map(({ name, document }) => {
        const file = join(options.out, name);
        writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
        return file;
      });
      print(options, files, files);
    });
}
