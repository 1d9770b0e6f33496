import { Hono } from 'hono';
import { BusinessDate } from '../../contract/fields.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import { skuOf, type WebContext, type WebEnv } from '../web-env.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';
import { writeRoute } from './write-route.ts';

/** What tills sell from: the catalogue by version, prices, taxes, and which product a barcode or a SKU stands for. */
export function catalogueRoutes(ports: ApiPorts): Hono<WebEnv> {
  const { reader } = ports;
  const routes = new Hono<WebEnv>();
  routes.get('/catalogue', (context) => cataloguePage(context, ports));
  routes.get('/price-lists', (context) => context.json({ priceLists: reader.priceLists() }));
  routes.put('/price-lists/:priceList', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.price-list.set.v1',
      data: (body) => ({ ...body, code: context.req.param('priceList') }),
    }),
  );
  routes.get('/tax-rates', (context) => context.json({ taxRates: reader.taxRates() }));
  routes.put('/tax-rates/:category', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.tax-rate.set.v1',
      data: (body) => ({ ...body, category: context.req.param('category') }),
    }),
  );
  routes.get('/scan', (context) => {
    const { code } = context.req.query();
    return code === undefined
      ? invalid(context, 'Give the `code` that was scanned.')
      : context.json(reader.scan(code));
  });
  routes.get('/promotions', (context) => promotions(context, ports));
  routes.post('/barcodes/move', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.barcode.moved.v1',
      data: (body) => body,
      refuse: ({ sku }) => (reader.product({ sku }) === null ? unknownProduct(context) : null),
    }),
  );
  for (const path of ['/products/prices', '/products/:sku/prices']) {
    routes.get(path, (context) => {
      const prices = reader.productPrices(skuOf(context));
      return prices === null ? unknownProduct(context) : context.json(prices);
    });
    routes.put(path, async (context) => setPrice(context, ports));
  }
  routes.on('POST', ['/products/unmerge', '/products/:sku/unmerge'], async (context) =>
    unmerge(context, ports),
  );
  return routes;
}

function cataloguePage(context: WebContext, { reader }: ApiPorts): Response {
  const { since, after } = context.req.query();
  const version = since === undefined ? 0 : wholeNumber(since);
  if (version === undefined) return invalid(context, 'The version in `since` is no whole number.');
  const tag = `"${reader.catalogueTag()}"`;
  const headers = { ETag: tag };
  if (tagsOf(context).includes(tag)) return context.body(null, 304, headers);
  const limit = limitOf(context, WEB_LIMITS.catalogueRows);
  const page = reader.catalogue({ since: version, limit, ...(after === undefined ? {} : { after }) });
  if (page === null) return invalid(context, '`after` is not what `next` of the page before was.');
  return context.json(page, 200, headers);
}

function tagsOf(context: WebContext): string[] {
  const header = context.req.header('if-none-match') ?? '';
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}

async function setPrice(context: WebContext, ports: ApiPorts): Promise<Response> {
  const { reader } = ports;
  return writeRoute(context, ports, {
    type: 'backroom.price.set.v1',
    data: (body) => ({ ...body, sku: skuOf(context) }),
    refuse: ({ sku, priceList }) => {
      if (reader.product({ sku }) === null) return unknownProduct(context);
      const isKnown = priceList === undefined || hasCode(reader.priceLists(), priceList);
      return isKnown ? null : notFound(context, `There is no price list ${priceList}.`);
    },
  });
}

function hasCode(lists: readonly { readonly code: string }[], code: string): boolean {
  return lists.some((list) => list.code.toLowerCase() === code.toLowerCase());
}

async function unmerge(context: WebContext, ports: ApiPorts): Promise<Response> {
  return writeRoute(context, ports, {
    type: 'backroom.product.merge-undone.v1',
    data: (body) => ({ ...body, sku: skuOf(context) }),
    refuse: ({ sku }) => {
      const merged = ports.reader.mergedInto(sku);
      if (merged === null) return unknownProduct(context);
      if (merged.into !== null) return null;
      const detail = `${sku} is merged into no product.`;
      return errorAnswer(context, 409, { code: 'not-merged', detail });
    },
  });
}

/** Sorts before and behind every business date. */
const ALWAYS = { from: '0000-01-01', to: '9999-12-31' };

function promotions(context: WebContext, { reader }: ApiPorts): Response {
  const { from = ALWAYS.from, to = ALWAYS.to } = context.req.query();
  if (![from, to].every((day) => day === ALWAYS.from || BusinessDate.safeParse(day).success))
    return invalid(context, '`from` and `to` are dates such as 2026-11-23.');
  const limit = limitOf(context, WEB_LIMITS.listRows);
  return context.json({ promotions: reader.promotionTotals({ from, to }, limit) });
}

function unknownProduct(context: WebContext): Response {
  return notFound(context, 'No product has this code.');
}

function invalid(context: WebContext, detail: string): Response {
  return errorAnswer(context, 400, { code: 'invalid', detail });
}
