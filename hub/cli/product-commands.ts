import { createReadStream, existsSync } from 'node:fs';
import { Command } from 'commander';
import { ImportAnswer } from '../contract/admin-views.ts';
import { catalogueCommands } from './catalogue-commands.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, withNewAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

export function productCommand(): Command {
  const product = new Command('product').description('what the shop sells');
  for (const each of catalogueCommands()) product.addCommand(each);
  return product.addCommand(
    command('import', 'set products from a CSV file: all of it or nothing')
      .argument(
        '<file>',
        'columns: sku, name, barcodes, unit, price, currency, tax_category, department, kind, low_stock_level, packs, ' +
          'shelf, age_limit, deposit_sku, withdrawn',
      )
      .action(importFile),
  );
}

async function importFile(file: string, options: CommonOptions): Promise<void> {
  if (!existsSync(file)) throw new CommandFailure(`There is no file ${file}.`, undefined, 66);
  const answer = await withNewAdmin(options, (admin) =>
    admin.request('POST', '/products/import', createReadStream(file)),
  );
  const report = ImportAnswer.parse(answer);
  if (report.kind === 'done') return print(options, report, [`${report.products} products were imported.`]);
  const more = report.errorCount - report.errors.length;
  print(options, report, [
    ...report.errors.map(({ line, reason }) => `line ${line}: ${reason}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ]);
  throw new CommandFailure('Nothing was imported.', 'Repair these lines and import the file again.', 65);
}
