import { expect, test } from 'vitest';
import {
  CASE_CODE,
  CHEDDAR,
  LOT_CODE,
  PALE_ALE,
  PARSLEY,
  stockedShop,
  WRONG_CODE,
} from '../../../test/kit/stocked-shop.ts';
import { webClient } from '../../../test/kit/web-requests.ts';

/** What a person reads: without the markup, with one space between words. */
async function read(path: string, shop = stockedShop()): Promise<string> {
  const page = await (await webClient(shop).ask(path)).text();
  const [, main = ''] = /<main[^>]*>(.*)<\/main>/s.exec(page) ?? [];
  return main
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' ,', ',');
}

test('a product at several places is told place by place, by their names', async () => {
  const words = await read(`/products/${PALE_ALE}`);
  expect(words).toContain('On hand 50');
  expect(words).toContain('Available 44');
  expect(words).toContain('Reserved for customers 6');
  expect(words).toContain('Incoming 72');
  expect(words).toContain('In transit between places 12');
  expect(words).toContain('Damaged, not for sale 2');
  expect(words).toContain('Shop floor 6 reserved, 8 available 14');
  expect(words).toContain('Back room 24 incoming 36');
  expect(words).toContain('Receiving bay behind the yard 48 incoming 0');
});

test('of a product at one place, with nothing promised, no more is said than how much there is', async () => {
  const words = await read('/products/BAK-102');
  for (const absent of ['Reserved', 'Available', 'Incoming', 'Damaged', 'In transit', 'Where it is', 'Lot'])
    expect(words).not.toContain(absent);
  expect(words).not.toContain('Needs a person');
  expect(words).not.toContain('What it costs');
});

test('packs, shelf, age, deposit and that it is withdrawn are said', async () => {
  const words = await read(`/products/${PALE_ALE}`);
  expect(words).toContain('Withdrawn: not to be sold any more');
  expect(words).toContain(`Case of 12 pieces ${CASE_CODE}`);
  expect(words).toContain('Pack of 4 pieces 5012345678999');
  expect(words).toContain('Shelf C4');
  expect(words).toContain('Sold from the age of 18');
  expect(words).toContain('Deposit HOU-172');
});

test('costs are named as the shop’s own figures', async () => {
  const words = await read(`/products/${PALE_ALE}`);
  expect(words).toContain('Average, a piece £1.834375');
  expect(words).toContain('Value of what is on hand £91.71875');
  expect(words).toContain('The shop’s own figures');
});

test('movements say why, for what and by whom', async () => {
  const words = await read(`/products/${PALE_ALE}`);
  expect(words).toContain('Damaged Fell off the trolley · employee 12 · till-2 Shop floor → damaged');
  expect(words).toContain('Goods received Harbour Brewery · delivery 4711 · employee 12 · till-2');
  expect(words).toContain('Count posted C-2026-11 · employee 7 · hub');
  expect(words).toContain('Stock entry reversed The delivery was entered twice · hub');
  expect(words).toContain('Reservation handed over W-1001');
  expect(words).toContain('Transfer sent T-31');
});

test('a move inside the shop is told once, and not as a loss', async () => {
  const words = await read(`/products/${PALE_ALE}`);
  expect(words.match(/Stock moved/g)).toHaveLength(1);
  expect(words).toContain('Back room → Shop floor Back room → Shop floor 12 moved');
});

test('negative stock is explained, with what to do next and where the goods may be', async () => {
  const words = await read(`/products/${PARSLEY}`);
  expect(words).toContain('-3 at Shop floor: more left than the hub knew of. It is so since');
  expect(words).toContain('On the way: 10. If it is here already, receive it.');
  expect(words).toContain('The hub knows of 6 at Back room. If some was brought over, enter the move.');
  expect(words).toContain('More promised than is there');
  expect(words).toContain('See it in the list');
});

test('negative stock whose exception was closed is explained all the same', async () => {
  const shop = stockedShop();
  shop.open.length = 0;
  const words = await read(`/products/${PARSLEY}`, shop);
  expect(words).toContain('Less than nothing on hand');
  expect(words).not.toContain('See it in the list');
});

test('lots are told in words: expired, recalled, and which to take first', async () => {
  const words = await read(`/products/${CHEDDAR}`);
  expect(words).toMatch(/Lot A17 Expired, its last day was .*: take it off the shelf 0.482 kg/);
  expect(words).toContain(
    'Recalled: Pieces of plastic were found. Take it off the shelf, and do not sell it.',
  );
  expect(words).toContain('Shop floor 1.1 kg, Back room 3 kg');
  expect(words).toContain('Take this first at Shop floor, Back room');
  expect(words).toContain('No lot told Shop floor 0.5 kg');
  expect(words).not.toContain('Lot OLD');
  expect(words.indexOf('Lot A17')).toBeLessThan(words.indexOf('Lot B03'));
});

test('the code of a case opens its product and says for how many it stands', async () => {
  const { ask } = webClient(stockedShop());
  const answer = await ask(`/?q=${CASE_CODE}`);
  const path = answer.headers.get('location') ?? '';
  expect([answer.status, path]).toEqual([303, `/products/${PALE_ALE}?scanned=${CASE_CODE}`]);
  expect(await read(path)).toContain('Scanned: Case, 12 pieces.');
});

test('the list says what is available only where some is promised', async () => {
  const words = await read('/?list=all&q=DRI-16');
  expect(words).toContain('50 44 available');
  expect(words.match(/available/g)).toHaveLength(1);
});

test('a code with a lot and a last day inside says both, and that the day is over', async () => {
  const { ask } = webClient(stockedShop());
  const path = (await ask(`/?q=${LOT_CODE}`)).headers.get('location') ?? '';
  expect(await read(path)).toMatch(
    /Scanned: 12 pieces, lot A17, last day [^,]+, which is over: do not sell it\./,
  );
});

test('a code that was read wrongly is said to be wrong', async () => {
  const words = await read(`/?q=${WRONG_CODE}`);
  expect(words).toContain('The last digit is not the check digit of this number.');
});

test('an offer is shown with the price that holds else', async () => {
  const shop = stockedShop();
  const loaf = shop.products.get('bak-101');
  if (loaf !== undefined) shop.products.set('bak-101', { ...loaf, currentPrice: '3.50' });
  const words = await read('/products/BAK-101', shop);
  expect(words).toContain('Price £3.50 Now. Else £4.20');
});

test('an exception leads to the product that its subject names, also one with the same words in its code', async () => {
  const shop = stockedShop();
  shop.open.length = 0;
  shop.sellUnknown('TEA at home lot 7');
  shop.open.length = 0;
  const detail = '';
  shop.raise('stock.oversold', { subject: `${PARSLEY} at shop`, detail, seq: 1 });
  shop.raise('stock.negative', { subject: 'TEA at home lot 7 at back at yard', detail, seq: 1 });
  shop.raise('lot.recalled', { subject: `${CHEDDAR} lot B02`, detail, seq: 1 });
  shop.raise('product.withdrawn_sold', { subject: PALE_ALE, detail, seq: 1 });
  shop.raise('delivery.short', { subject: 'D-1', detail, seq: 1 });
  const page = await (await webClient(shop).ask('/activity')).text();
  const links = [...page.matchAll(/href="\/products\/([^"]+)"/g)].map(([, sku]) => sku);
  expect(links).toEqual([PALE_ALE, CHEDDAR, 'TEA%20at%20home%20lot%207', PARSLEY]);
});
