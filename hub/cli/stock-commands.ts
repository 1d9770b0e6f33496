import { Command, Option } from 'commander';
import { StockAdjusted } from '../contract/stock-events.ts';
import { StockAnswer } from '../contract/views.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';
import { currentPerson } from './current-person.ts';
import { linesSaid, said } from './goods-lines.ts';

interface WorkOptions extends CommonOptions {
  readonly who: string;
  readonly note?: string;
}

interface AdjustOptions extends WorkOptions {
  readonly reason: string;
  readonly location?: string;
}

interface MoveOptions extends WorkOptions {
  readonly from: string;
  readonly to: string;
}

const LINES = 'which products and how much, such as MUG=3';

/** What is where, and what a person changes of it. */
export function stockCommand(): Command {
  return new Command('stock')
    .description('what is where, and what changes of it apart from sales and deliveries')
    .addCommand(
      command('show', 'how much of a product is where')
        .argument('<sku>', 'its SKU, or a barcode')
        .action(show),
    )
    .addCommand(
      command('adjust', 'goods were found, lost, broken or used')
        .argument('<lines...>', `${LINES}; MUG=-2 for two that are gone`)
        .addOption(
          new Option('--reason <reason>', 'why')
            .choices(StockAdjusted.shape.reason.options)
            .makeOptionMandatory(),
        )
        .option('--location <code>', 'where; without it the shop')
        .option('--who <name>', 'who says so', currentPerson())
        .option('--note <text>', 'what there is to say of it')
        .action(adjust),
    )
    .addCommand(
      command('move', 'goods go from one place of the shop to another at once')
        .argument('<lines...>', LINES)
        .requiredOption('--from <code>', 'where they were')
        .requiredOption('--to <code>', 'where they are now')
        .option('--who <name>', 'who moved them', currentPerson())
        .option('--note <text>', 'what there is to say of it')
        .action(move),
    );
}

async function show(sku: string, options: CommonOptions): Promise<void> {
  const path = `/api/v1/stock?sku=${encodeURIComponent(sku)}`;
  const stock = StockAnswer.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  const cells = stock.locations.map((at) => [
    at.location,
    at.onHand,
    at.reserved,
    at.available,
    at.incoming,
    at.badge,
  ]);
  print(options, stock, [
    `${stock.sku}: ${stock.name}, on hand ${stock.onHand} ${stock.unit}`,
    ...table(['LOCATION', 'ON HAND', 'RESERVED', 'AVAILABLE', 'INCOMING', 'BADGE'], cells),
  ]);
}

async function adjust(texts: readonly string[], options: AdjustOptions): Promise<void> {
  const { who: employeeId, reason, location, note } = options;
  const body = { ...said({ employeeId, reason, location, note }), lines: linesSaid(texts) };
  const answer = await withAdmin(options, (admin) => admin.request('POST', '/api/v1/stock/adjusted', body));
  print(options, answer, ['The stock is adjusted.']);
}

async function move(texts: readonly string[], options: MoveOptions): Promise<void> {
  const { who: employeeId, from, to, note } = options;
  const body = { ...said({ employeeId, from, to, note }), lines: linesSaid(texts) };
  const answer = await withAdmin(options, (admin) => admin.request('POST', '/api/v1/stock/moved', body));
  print(options, answer, [`The goods are moved to ${to}.`]);
}
