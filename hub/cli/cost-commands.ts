import { Command } from 'commander';
import { CostAnswer, ValuationAnswer } from '../contract/cost-views.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

/** What goods cost, and what all of them are worth. */
export function costCommand(): Command {
  return new Command('cost')
    .description('what goods cost, and what they are worth')
    .addCommand(command('show', 'one product, and how its cost came about').argument('<sku>').action(show))
    .addCommand(command('valuation', 'what the goods of the whole shop are worth').action(valuation));
}

async function show(sku: string, options: CommonOptions): Promise<void> {
  const path = `/api/v1/products/${encodeURIComponent(sku)}/cost`;
  const cost = CostAnswer.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  const deliveries = cost.deliveries.map((one) => [
    String(one.seq),
    one.at,
    one.quantity,
    one.unitCost,
    one.value,
    one.averageAfter ?? '',
    one.takenBack ? 'taken back' : one.late ? 'told late' : '',
  ]);
  const differences = cost.differences.map((one) => [String(one.seq), one.at, one.kind, one.value]);
  print(options, cost, [
    `${cost.sku}, ${cost.name}: ${cost.onHand} ${cost.unit} on hand are worth ${cost.value}.`,
    cost.average === null
      ? 'Nobody told yet what it costs.'
      : `On average ${cost.average}, at the last delivery ${cost.lastCost ?? 'unknown'}.`,
    ...(deliveries.length === 0
      ? []
      : table(['ENTRY', 'CAME', 'QUANTITY', 'EACH', 'VALUE', 'AVERAGE', ''], deliveries)),
    ...(differences.length === 0 ? [] : table(['ENTRY', 'BOOKED', 'DIFFERENCE', 'VALUE'], differences)),
  ]);
}

async function valuation(options: CommonOptions): Promise<void> {
  const answer = await withAdmin(options, async (admin) => {
    const products: ValuationAnswer['products'] = [];
    for (let after = ''; ;) {
      const path = `/api/v1/stock/valuation?limit=200&after=${encodeURIComponent(after)}`;
      const page = ValuationAnswer.parse(await admin.request('GET', path));
      products.push(...page.products);
      if (page.next === null) return { ...page, products };
      after = page.next;
    }
  });
  const cells = answer.products.map((row) => [
    row.sku,
    row.onHand,
    row.average ?? 'unknown',
    row.value,
    row.name,
  ]);
  const without = answer.productsWithoutCost;
  print(options, answer, [
    ...(cells.length === 0 ? [] : table(['SKU', 'ON HAND', 'AVERAGE', 'VALUE', 'NAME'], cells)),
    `All goods: ${answer.total}, as of entry ${answer.asOfSeq}${answer.exact ? '' : ' and a few sales more'}.`,
    ...(without === 0 ? [] : [`${without} products on hand have no cost yet and count as nothing.`]),
  ]);
}
