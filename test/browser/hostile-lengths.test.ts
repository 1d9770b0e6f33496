import { afterAll, expect, test } from 'vitest';
import { LIMITS } from '../../hub/contract/limits.ts';
import { stockEndlessly } from '../kit/endless-stock.ts';
import { MemoryShop } from '../kit/memory-shop.ts';
import { launchChromium, screenshotPath } from './chromium.ts';
import { serveShop } from './served-shop.ts';

const long = (letter: string, length: number): string => letter.repeat(length);
const CODE = long('C', LIMITS.code);
const LISTED = long('L', LIMITS.code);

const resources = new AsyncDisposableStack();
const served = resources.use(await serveShop(hostileShop()));
const browser = await launchChromium();
resources.defer(() => browser.close());
afterAll(() => resources.disposeAsync());

/** Everything that tills and people write, as long as the contract lets it be and without a place to break. */
function hostileShop(): MemoryShop {
  const shop = new MemoryShop();
  shop.settings = { ...shop.settings, shopName: long('S', LIMITS.name) };
  shop.sellUnknown(CODE, { name: long('N', LIMITS.name), barcodes: [long('8', LIMITS.code)] });
  const mug = shop.reader.product({ sku: 'PAN-154' });
  if (mug === null) throw new Error('the product is gone');
  const department = long('D', LIMITS.name);
  const barcodes = [long('8', LIMITS.code), long('9', LIMITS.code)];
  const most = `${long('9', 6)}.${long('9', 6)}`;
  const words = { name: long('N', LIMITS.name), taxCategory: long('T', LIMITS.code), department, barcodes };
  const numbers = { price: long('9', LIMITS.decimalDigits), onHand: `-${most}`, lowStockLevel: most };
  shop.products.set(LISTED.toLowerCase(), { ...mug, sku: LISTED, ...words, ...numbers });
  stockEndlessly(shop, LISTED);
  shop.sell(LISTED, '1', { by: long('t', 64), totalMinor: -LIMITS.amountMinor });
  const totalMinor = LIMITS.amountMinor;
  shop.append('backroom.sale.completed.v1', { standing: 'conflict', currency: 'GBP', totalMinor });
  shop.append(long('x', LIMITS.reference), { by: long('t', 64) });
  shop.raise('type.unknown', { subject: long('u', 128), detail: long('d', 300), seq: 1 });
  shop.raise('product.unlisted', { subject: CODE, detail: `No product has the code ${CODE}.`, seq: 1 });
  fillQueues(shop);
  return shop;
}

function fillQueues(shop: MemoryShop): void {
  const at = new Date(shop.clock.nowMs()).toISOString();
  const name = long('d', 64);
  const counts = { waiting: 123_456_789, moreWaiting: true, parked: 1, delivered: 123_456_789 };
  const answersWithErrors = true;
  const times = { oldestWaitingAt: at, lastDeliveredAt: at, failingSince: at, nextAttemptAt: at };
  shop.queues.push({
    name,
    kind: 'webhook',
    answersWithErrors,
    lastError: long('e', 500),
    ...counts,
    ...times,
  });
  shop.queues.push({
    name: long('f', 64),
    kind: 'archive-file',
    answersWithErrors,
    lastError: long('e', 500),
    ...counts,
    ...times,
  });
  const type = long('x', LIMITS.reference);
  const item = { destination: name, seq: 1, eventId: 'one', attempts: 3, parkedAt: at };
  shop.aside.push({ ...item, type, reason: long('r', 500) });
  const unread = { rejected: 1, at, sha256: '9f2c', timesSeen: 4 };
  shop.unread.push({ ...unread, from: long('t', 64), reason: long('r', 500) });
}

const PAGES: readonly (readonly [name: string, path: string])[] = [
  ['stock', '/?list=all&q=nn'],
  ['nothing-found', `/?q=${long('q', 150)}`],
  ['unlisted', '/?list=unlisted'],
  ['low', '/low'],
  ['product', `/products/${LISTED}`],
  ['product-unlisted', `/products/${CODE}`],
  ['product-gone', `/products/${long('G', 64)}`],
  ['activity', '/activity'],
  ['day', '/days/2026-11-23'],
  ['session', '/sessions/3'],
];

for (const [name, path] of PAGES) {
  for (const width of [320, 390, 800, 1280]) {
    test(`${name} with the longest words there can be does not scroll sideways at ${width} px`, async () => {
      await using context = await browser.newContext({ viewport: { width, height: 844 } });
      const page = await context.newPage();
      await page.goto(`${served.url}${path}`);
      await page.evaluate(
        "document.querySelectorAll('details').forEach((details) => { details.open = true; })",
      );
      await page.screenshot({ path: screenshotPath(`long-${name}-${width}`), fullPage: true });
      expect(await page.evaluate(SIDEWAYS)).toEqual([]);
    });
  }
}

test.each([390, 1280])('the words of the pages themselves are never broken, at %i px', async (width) => {
  await using context = await browser.newContext({ viewport: { width, height: 844 } });
  const page = await context.newPage();
  for (const path of ['/', '/activity']) {
    await page.goto(`${served.url}${path}`);
    expect(await page.evaluate(BROKEN)).toEqual([]);
  }
});

/** Words on controls that stand in more than one line. */
const BROKEN = `[...document.querySelectorAll('nav a span, button, .button')].flatMap((control) => {
  const text = [...control.childNodes].find((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  if (text === undefined || /\\s/.test(text.textContent.trim())) return [];
  const range = document.createRange();
  range.selectNodeContents(text);
  return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1 ? [text.textContent] : [];
})`;

/** What stands out to the right of the page, unless it is only said to screen readers. */
const SIDEWAYS = `document.documentElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll('*')]
  .filter((element) => element.checkVisibility() && element.closest('.unseen, table') === null)
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
  .map((element) => element.tagName + '.' + element.className + ' ' + element.textContent.trim().slice(0, 40))
  .concat('the page is ' + document.documentElement.scrollWidth + ' px wide')`;
