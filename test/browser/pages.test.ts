import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { busyShop } from '../kit/busy-shop.ts';
import { PALE_ALE, stockedShop } from '../kit/stocked-shop.ts';
import { scan } from './scan.ts';
import { launchChromium, screenshotPath } from './chromium.ts';
import { serveShop } from './served-shop.ts';

const browser = await launchChromium();
afterAll(() => browser.close());

/** A page asks again within a second at the earliest, and the computer may be busy. */
const PATIENT = { timeout: 15_000 };

interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly shop: ReturnType<typeof busyShop>;
  readonly served: Awaited<ReturnType<typeof serveShop>>;
  readonly problems: string[];
}

async function open(
  path: string,
  { shop = busyShop(), ...options }: { javaScriptEnabled?: boolean; shop?: OpenPage['shop'] } = {},
): Promise<OpenPage> {
  const resources = new AsyncDisposableStack();
  const served = resources.use(await serveShop(shop));
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
  resources.defer(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(`${served.url}${path}`);
  if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-live=on]');
  return { page, shop, served, problems, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

function barcodeOf(shop: OpenPage['shop'], sku: string): string {
  return shop.reader.product({ sku })?.barcodes[0] ?? '';
}

test('a number on the page follows a sale, with its badge', async () => {
  await using opened = await open('/products/PAN-154');
  const { page, shop, problems } = opened;
  await page.getByText('14', { exact: true }).waitFor();
  shop.sell('PAN-154', '13');
  await page.locator('.big.live', { hasText: /^1$/ }).waitFor();
  await page.locator('.figures .badge', { hasText: 'Low' }).waitFor();
  await page.locator('[data-region=movements] td', { hasText: '-13' }).waitFor();
  expect(problems).toEqual([]);
});

test('numbers in the search follow sales, and the header counts them', async () => {
  await using opened = await open('/?q=marmalade&list=all');
  opened.shop.sell('PAN-154', '2');
  await opened.page.locator('.level .live', { hasText: /^12$/ }).waitFor();
  await opened.page.locator('#status-hub', { hasText: '42 sales today' }).waitFor();
});

test('what is available and what lies at each place follow sales too', async () => {
  await using opened = await open(`/products/${PALE_ALE}`, { shop: stockedShop() });
  const { page, shop, problems } = opened;
  shop.sell(PALE_ALE, '3');
  await page.locator('.figures [data-figure=available]', { hasText: /^41$/ }).waitFor();
  const floor = page.locator('.places li', { hasText: 'Shop floor' });
  await floor.locator('[data-figure=onHand]', { hasText: /^11$/ }).waitFor();
  await floor.locator('[data-figure=available]', { hasText: /^5$/ }).waitFor();
  expect(problems).toEqual([]);
});

test('a list shows what is available as soon as it is not what is on hand', async () => {
  await using opened = await open('/?q=marmalade&list=all');
  const { page, shop } = opened;
  const product = shop.reader.product({ sku: 'PAN-154' });
  expect(await page.getByText('available').count()).toBe(0);
  if (product !== null) shop.products.set('pan-154', { ...product, reserved: '5' });
  shop.sell('PAN-154', '2');
  await page.locator('.level', { hasText: '7 available' }).waitFor();
});

test('sales appear on the activity page as they come', async () => {
  await using opened = await open('/activity');
  const { page, shop, problems } = opened;
  shop.sell('PAN-154', '1', { by: 'till-9', totalMinor: 98_765, lines: 3 });
  const first = page.locator('.feed li').first();
  await first.getByText('£987.65').waitFor();
  expect(await first.textContent()).toContain('till-9 · 3 lines');
  expect(await page.locator('.feed li').count()).toBe(25);
  expect(problems).toEqual([]);
});

test('what happens at a destination appears without loading the page again', async () => {
  await using opened = await open('/activity');
  opened.shop.aside.length = 0;
  opened.shop.queues.splice(0, 1);
  await opened.page.locator('#status-cloud', { hasText: /^Cloudnot set up/ }).waitFor();
  const heading = opened.page.getByRole('heading', { name: 'Cloud bookkeeping' });
  await expect.poll(() => heading.count(), PATIENT).toBe(0);
});

test('what gets low appears on its page, and the number on the page follows sales', async () => {
  await using opened = await open('/low');
  const { page, shop, problems } = opened;
  const row = page.locator('tr', { hasText: 'PAN-154' });
  expect(await row.count()).toBe(0);
  shop.sell('PAN-154', '13');
  const news = { sku: 'PAN-154', name: 'Marmalade', location: 'shop', unit: 'each', onHand: '1' };
  await shop.submitHub('backroom.low-stock.told.v1', { ...news, available: '1', state: 'low', sinceSeq: 1 });
  await row.locator('.live', { hasText: /^1$/ }).waitFor();
  shop.sell('PAN-154', '2');
  await row.locator('.live', { hasText: /^-1$/ }).waitFor();
  expect(problems).toEqual([]);
});

test('an exception is closed with a note, and the page says so', async () => {
  await using opened = await open('/activity');
  const { page, shop, problems } = opened;
  const item = page.locator('[data-region=needs] li', { hasText: 'Less than nothing on hand' });
  await item.locator('summary').click();
  await item.getByLabel('What was done about it').fill('Counted: six.');
  await page.screenshot({ path: screenshotPath('activity-note-390-light'), fullPage: true });
  await item.getByRole('button', { name: /^Done, with this note/ }).click();
  await page.getByText('Done. It is off this list').waitFor();
  expect(shop.closed).toMatchObject([{ exception: 2, note: 'Counted: six.' }]);
  expect(await item.count()).toBe(0);
  expect(problems).toEqual([]);
});

test('what somebody else closes leaves the list, once a person who writes a note there has finished', async () => {
  await using opened = await open('/activity');
  const { page, shop } = opened;
  const needs = page.locator('[data-region=needs]');
  const item = needs.locator('li', { hasText: 'Sold a code that no product has' });
  const note = item.getByLabel('What was done about it');
  await item.locator('summary').click();
  await note.fill('half a sent');
  const refreshed = page.waitForResponse(/\/activity$/);
  await shop.submitHub('backroom.exception.closed.v1', { exception: 2 });
  await (await refreshed).finished();
  expect(await note.inputValue()).toBe('half a sent');
  await item.locator('summary').click();
  await page.getByRole('heading', { name: 'As it happens' }).click();
  await needs.getByRole('heading', { name: 'Less than nothing' }).waitFor({ state: 'detached' });
  expect(await needs.getByRole('heading', { name: 'Sold a code' }).count()).toBe(1);
});

test('a scan opens the product wherever the focus is, and leaves the field as it was', async () => {
  await using opened = await open('/products/BAK-101');
  const { page, shop } = opened;
  await page.getByText('Change this product').click();
  await page.getByLabel('Department').fill('Fresh bread');
  await page.getByLabel('Department').focus();
  await scan(page, barcodeOf(shop, 'PAN-154'));
  await page.waitForURL('**/products/PAN-154');
  await page.goBack();
  expect(await page.getByLabel('Department').inputValue()).not.toContain(barcodeOf(shop, 'PAN-154'));
});

test('a scan on a page without any field opens the product', async () => {
  await using opened = await open('/activity');
  await scan(opened.page, barcodeOf(opened.shop, 'PAN-154'));
  await opened.page.waitForURL('**/products/PAN-154');
});

test('a scan into a field that asks for codes stays there', async () => {
  await using opened = await open('/products/5012345678900');
  const { page, shop } = opened;
  const field = page.getByLabel('SKU or barcode of that product');
  await field.focus();
  await scan(page, barcodeOf(shop, 'PAN-154'));
  expect(await field.inputValue()).toBe(barcodeOf(shop, 'PAN-154'));
  await page.getByRole('button', { name: 'Merge' }).click();
  await page.waitForURL('**/products/PAN-154?done=merged');
});

test('results appear while a person types, and a typed code opens with Enter', async () => {
  await using opened = await open('/');
  const { page, problems } = opened;
  await page.keyboard.type('cheddar', { delay: 40 });
  await page.locator('tbody tr').first().getByText('Mature cheddar').waitFor();
  await expect.poll(() => page.locator('tbody tr').count(), PATIENT).toBe(1);
  await page.getByLabel('Find a product').fill('dai-118');
  await page.getByLabel('Find a product').press('Enter');
  await page.waitForURL('**/products/DAI-118');
  expect(problems).toEqual([]);
});

test('a lost connection is said plainly, and found again', async () => {
  await using opened = await open('/products/PAN-154');
  const { page, shop, served } = opened;
  const port = Number(new URL(served.url).port);
  await served.server[Symbol.asyncDispose]();
  await page.getByText('No connection to the hub').waitFor();
  await page.screenshot({ path: screenshotPath('product-lost-390-light') });
  await using again = await serveShop(shop, port);
  shop.sell('PAN-154', '4');
  await page.locator('.big.live', { hasText: /^10$/ }).waitFor();
  await page.getByText('No connection to the hub').waitFor({ state: 'hidden' });
  expect(again.url).toBe(served.url);
});

test('without scripts a person searches, opens, changes, names, retries and skips', async () => {
  await using opened = await open('/', { javaScriptEnabled: false });
  const { page, shop } = opened;
  await page.getByLabel('Find a product').fill('cheddar');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'Mature cheddar' }).click();
  await page.getByText('Change this product').click();
  await page.getByLabel('Price').fill('15.20');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('£15.20').waitFor();
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.locator('summary', { hasText: 'Skip' }).click();
  await page.getByRole('button', { name: /Skip it for good/ }).click();
  await page.getByText('Skipped.').waitFor();
  expect(shop.skippedBy).toEqual(['page at 127.0.0.1']);
  await page.getByRole('button', { name: 'Done with Less than nothing on hand, FRU-131 at shop' }).click();
  await page.getByText('Done. It is off this list').waitFor();
  expect(shop.closed).toMatchObject([{ exception: 2, by: 'page at 127.0.0.1' }]);
});

test('without scripts a person looks at a day and its sessions, and closes it', async () => {
  await using opened = await open('/', { javaScriptEnabled: false });
  const { page, shop } = opened;
  await page.getByRole('link', { name: 'Days' }).click();
  await page.getByRole('link', { name: '23 Nov 2026' }).click();
  await page.getByText('Less cash than expected').waitFor();
  await page.getByRole('link', { name: 'till-1', exact: true }).click();
  await page.getByRole('heading', { name: 'Z report 1 of till-1' }).waitFor();
  await page.getByRole('link', { name: '23 Nov 2026' }).click();
  await page.locator('summary', { hasText: 'Close this day' }).click();
  await page.getByLabel('Note').fill('Counted twice.');
  await page.getByRole('button', { name: 'Close the day' }).click();
  await page.getByText('The day is closed.').waitFor();
  expect(shop.events.map(({ type }) => type)).toContain('backroom.day.closed.v1');
});
