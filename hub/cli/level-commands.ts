import type { Command } from 'commander';
import { type LowStockAnswer, LowStockList } from '../contract/low-stock-views.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface LevelOptions extends CommonOptions {
  readonly location?: string;
  readonly level?: string;
  readonly margin?: string;
}

/** Adds what is low, and at which level, to the verbs of stock. */
export function withLevels(stock: Command): Command {
  return stock
    .addCommand(command('low', 'products that are low somewhere, the latest first').action(low))
    .addCommand(
      command('level', 'set at which level a product is low at a location')
        .argument('<sku>')
        .option('--location <code>', 'the location; otherwise the shop’s own')
        .option(
          '--level <quantity>',
          'at or below it the product is low; without it the product’s own level holds',
        )
        .option('--margin <quantity>', 'how much more there must be until it is not low any more')
        .action(setLevel),
    );
}

async function low(options: CommonOptions): Promise<void> {
  const rows = await withAdmin(options, async (admin) => {
    const found: LowStockAnswer[] = [];
    for (let before = ''; ;) {
      const page = LowStockList.parse(await admin.request('GET', `/api/v1/low-stock?limit=200${before}`));
      found.push(...page.products);
      if (page.next === null) return found;
      before = `&before=${encodeURIComponent(page.next)}`;
    }
  });
  const headings = ['SKU', 'NAME', 'LOCATION', 'ON HAND', 'LEVEL', 'INCOMING', 'SINCE'];
  const cells = rows.map((row) => [
    row.sku,
    row.name,
    row.location,
    row.onHand,
    row.level,
    row.incoming,
    row.since,
  ]);
  print(options, rows, rows.length === 0 ? ['Nothing is low.'] : table(headings, cells));
}

async function setLevel(sku: string, options: LevelOptions): Promise<void> {
  const { location, level, margin } = options;
  const body = { level: level ?? null, ...(location && { location }), ...(margin && { margin }) };
  const path = `/api/v1/levels?sku=${encodeURIComponent(sku)}`;
  const reply = await withAdmin(options, (admin) => admin.request('PUT', path, body));
  const where = location === undefined ? '' : ` at ${location}`;
  const done =
    level === undefined
      ? `${sku} has no level of its own${where} any more.`
      : `${sku} is low${where} at ${level} or less.`;
  print(options, reply, [done]);
}
