import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { busyShop } from '../kit/busy-shop.ts';
import { MemoryShop } from '../kit/memory-shop.ts';
import { CASE_CODE, CHEDDAR, PALE_ALE, PARSLEY, stockedShop } from '../kit/stocked-shop.ts';
import { launchChromium, screenshotPath } from './chromium.ts';
import { serveShop } from './served-shop.ts';

const resources = new AsyncDisposableStack();
const busy = resources.use(await serveShop(busyShop()));
const stocked = resources.use(await serveShop(stockedShop()));
const quiet = resources.use(await serveShop(emptyShop()));
const browser = await launchChromium();
resources.defer(() => browser.close());
afterAll(() => resources.disposeAsync());

function emptyShop(): MemoryShop {
  const shop = new MemoryShop();
  shop.products.clear();
  return shop;
}

const PAGES: readonly (readonly [name: string, url: string])[] = [
  ['stock', `${busy.url}/`],
  ['stock-found', `${busy.url}/?q=milk`],
  ['stock-nothing', `${busy.url}/?q=unobtainium`],
  ['unlisted', `${busy.url}/?list=unlisted`],
  ['product', `${busy.url}/products/BAK-104`],
  ['product-weighed', `${busy.url}/products/DAI-118`],
  ['product-unlisted', `${busy.url}/products/5012345678900`],
  ['product-gone', `${busy.url}/products/NOT-HERE`],
  ['stock-promised', `${stocked.url}/?list=all&q=DRI`],
  ['product-places', `${stocked.url}/products/${PALE_ALE}?scanned=${CASE_CODE}`],
  ['product-negative', `${stocked.url}/products/${PARSLEY}`],
  ['product-lots', `${stocked.url}/products/${CHEDDAR}`],
  ['low', `${busy.url}/low`],
  ['low-empty', `${quiet.url}/low`],
  ['activity', `${busy.url}/activity`],
  ['activity-earlier', `${busy.url}/activity?before=20`],
  ['customers', `${stocked.url}/customers`],
  ['customers-nobody', `${stocked.url}/customers?contact=nobody`],
  ['customer', `${stocked.url}/customers/c-1`],
  ['days', `${busy.url}/days`],
  ['day', `${busy.url}/days/2026-11-23`],
  ['day-agrees', `${busy.url}/days/2026-11-22`],
  ['session-x', `${busy.url}/sessions/5`],
  ['session-z', `${busy.url}/sessions/3`],
  ['stock-empty', `${quiet.url}/`],
  ['activity-empty', `${quiet.url}/activity`],
];
const WIDTHS = [390, 1280];

for (const [name, url] of PAGES) {
  for (const width of WIDTHS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${name} at ${width} px, ${colorScheme}, breaks no rule of WCAG 2.2 AA and does not scroll sideways`, async () => {
        await using context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
        const page = await context.newPage();
        await page.goto(url);
        await page.screenshot({ path: screenshotPath(`${name}-${width}-${colorScheme}`), fullPage: true });
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await smallTargets(page)).toEqual([]);
      });
    }
  }
}

test.each(['light', 'dark'] as const)(
  'activity with everything unfolded, %s, breaks no rule either',
  async (colorScheme) => {
    await using context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme });
    const page = await context.newPage();
    await page.goto(`${busy.url}/activity?done=closed`);
    await page.evaluate(
      "document.querySelectorAll('details').forEach((details) => { details.open = true; })",
    );
    await page.screenshot({ path: screenshotPath(`activity-unfolded-390-${colorScheme}`), fullPage: true });
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await smallTargets(page)).toEqual([]);
  },
);

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`,
  );
  expect(Array.isArray(found)).toBe(true);
  return Array.isArray(found) ? found.map(String) : [];
}

/** Controls that a thumb could miss: less than 48 px high. A link that covers its row counts as its row. */
async function smallTargets(page: Page): Promise<unknown> {
  return page.evaluate(`[...document.querySelectorAll('main a, main button, main input, main select, main summary, nav a')]
    .filter((control) => control.checkVisibility())
    .map((control) => [control.matches('.row') ? control.closest('tr') : control, control.textContent.trim()])
    .map(([box, text]) => [text, Math.round(box.getBoundingClientRect().height)])
    .filter(([, height]) => height < 48)`);
}
