import type { Command } from 'commander';
import { ProductList, ProductPrices } from '../contract/catalogue-views.ts';
import type { ProductSet } from '../contract/product-events.ts';
import type { ProductAnswer } from '../contract/views.ts';
import type { AdminClient } from './admin-client.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface PriceOptions extends CommonOptions {
  readonly list?: string;
  readonly from?: string;
  readonly until?: string;
  readonly end?: boolean;
}

/** What is said of one product: its codes, its prices, whether it is sold. */
export function catalogueCommands(): Command[] {
  return [
    command('show', 'a product with its codes and prices').argument('<code>', 'SKU or barcode').action(show),
    command('price', 'what a product costs, or set it')
      .argument('<sku>')
      .argument('[price]', 'per unit, such as 2.49')
      .option('--list <code>', 'the price list; without it, the shop’s own prices')
      .option(
        '--from <instant>',
        'from when it holds, such as 2026-12-24T00:00:00+01:00; without it, at once',
      )
      .option('--until <instant>', 'when it ends')
      .option('--end', 'the product has no price from then on')
      .action(price),
    command('move-barcode', 'a barcode that two products claim belongs to this one')
      .argument('<barcode>')
      .argument('<sku>')
      .action(moveBarcode),
    command('unmerge', 'undo a merge: the product is its own again')
      .argument('<sku>', 'of the product that was merged')
      .action(unmerge),
    command('withdraw', 'a product is not to be sold any more; what is in stock stays there')
      .argument('<sku>')
      .option('--undo', 'it is sold again')
      .action(withdraw),
  ];
}

async function show(code: string, options: CommonOptions): Promise<void> {
  const { product, prices } = await withAdmin(options, async (admin) => {
    const found = await findProduct(admin, code);
    return { product: found, prices: await pricesOf(admin, found.sku) };
  });
  const codes = [
    ...product.barcodes,
    ...product.packs.map(({ barcode, quantity }) => `${barcode} (${quantity})`),
  ];
  const facts: [string, string | null][] = [
    ['SKU', product.sku],
    ['Name', product.name],
    ['Department', product.department],
    ['Kind', product.kind],
    ['Unit', product.unit],
    ['Tax', product.taxCategory],
    ['Barcodes', codes.join(' ')],
    ['Shelf', product.shelf],
    ['Age limit', product.ageLimit === null ? null : String(product.ageLimit)],
    ['Deposit', product.depositSku],
    ['On hand', product.onHand],
    ['Withdrawn', product.withdrawn ? 'yes' : null],
  ];
  const lines = facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]]));
  const [heading = '', ...rows] = table(lines[0] ?? [], lines.slice(1));
  print(options, { ...product, prices }, [heading, ...rows, ...priceLines(prices)]);
}

async function price(sku: string, amount: string | undefined, options: PriceOptions): Promise<void> {
  if (amount !== undefined && options.end === true)
    throw new CommandFailure('Give a price or --end, not both.', undefined, 64);
  if (amount === undefined && options.end !== true) {
    const prices = await withAdmin(options, (admin) => pricesOf(admin, sku));
    return print(options, prices, prices.length === 0 ? ['It has no price.'] : priceLines(prices));
  }
  const body = { price: amount ?? null, priceList: options.list, from: options.from, until: options.until };
  const answer = await withAdmin(options, (admin) =>
    admin.request('PUT', `/api/v1/products/prices?sku=${encodeURIComponent(sku)}`, body),
  );
  print(options, answer, [amount === undefined ? `The price of ${sku} ends.` : `${sku} costs ${amount}.`]);
}

async function moveBarcode(barcode: string, sku: string, options: CommonOptions): Promise<void> {
  const answer = await withAdmin(options, (admin) =>
    admin.request('POST', '/api/v1/barcodes/move', { barcode, sku }),
  );
  print(options, answer, [`${barcode} is ${sku} from now on.`]);
}

async function unmerge(sku: string, options: CommonOptions): Promise<void> {
  const answer = await withAdmin(options, (admin) =>
    admin.request('POST', `/api/v1/products/unmerge?sku=${encodeURIComponent(sku)}`, {}),
  );
  print(options, answer, [`${sku} is a product of its own again.`]);
}

async function withdraw(sku: string, options: CommonOptions & { undo?: boolean }): Promise<void> {
  const withdrawn = options.undo !== true;
  const answer = await withAdmin(options, async (admin) => {
    const product = await findProduct(admin, sku);
    const path = `/api/v1/products?sku=${encodeURIComponent(product.sku)}`;
    return admin.request('PUT', path, { ...fieldsOf(product), withdrawn });
  });
  print(options, answer, [withdrawn ? `${sku} is withdrawn.` : `${sku} is sold again.`]);
}

/** The product of a SKU, or else of a barcode. */
async function findProduct(admin: AdminClient, code: string): Promise<ProductAnswer> {
  const { products } = ProductList.parse(
    await admin.request('GET', `/api/v1/products?sku=${encodeURIComponent(code)}`),
  );
  const [product] = products;
  if (product === undefined) throw new CommandFailure(`No product has the code ${code}.`);
  return product;
}

async function pricesOf(admin: AdminClient, sku: string): Promise<ProductPrices['prices']> {
  const path = `/api/v1/products/prices?sku=${encodeURIComponent(sku)}`;
  return ProductPrices.parse(await admin.request('GET', path)).prices;
}

function priceLines(prices: ProductPrices['prices']): string[] {
  if (prices.length === 0) return [];
  const rows = prices.map((row) => [
    `${row.price} ${row.currency ?? ''}`.trim(),
    row.priceList ?? '',
    row.from,
    row.until ?? '',
  ]);
  return table(['PRICE', 'LIST', 'FROM', 'UNTIL'], rows);
}

/** The product as it is, to be set again. */
function fieldsOf(product: ProductAnswer): Omit<Record<keyof ProductSet, unknown>, 'sku' | 'withdrawn'> {
  return {
    name: product.name,
    department: product.department ?? undefined,
    kind: product.kind,
    unit: product.unit,
    price: product.price ?? undefined,
    currency: product.currency ?? undefined,
    taxCategory: product.taxCategory ?? undefined,
    barcodes: product.barcodes,
    packs: product.packs,
    lowStockLevel: product.lowStockLevel ?? undefined,
    shelf: product.shelf ?? undefined,
    ageLimit: product.ageLimit ?? undefined,
    depositSku: product.depositSku ?? undefined,
  };
}
