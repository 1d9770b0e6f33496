import { Hono } from 'hono';
import type { ProductAnswer } from '../../contract/views.ts';
import { wholeNumber } from '../api/query.ts';
import { WEB_LIMITS } from '../limits.ts';
import { findProduct } from '../product-lookup.ts';
import { actorOf, skuOf, type WebContext, type WebEnv } from '../web-env.ts';
import { activityPage } from './activity-page.ts';
import { customerPageRoutes } from './customer-routes.ts';
import { dayPageRoutes } from './day-routes.ts';
import { exceptionFormRoutes } from './exception-routes.ts';
import type { PageContext } from './layout.ts';
import { lowPage } from './low-page.ts';
import { messagePage } from './message-page.ts';
import { LOW_PATH, productPath, productScannedPath } from './paths.ts';
import { productFormRoutes } from './product-form-routes.ts';
import { productPage } from './product-page.ts';
import { scanWords } from './scan-words.ts';
import { stockPage } from './stock-page.ts';

/** What people see. Everything works without scripts: links, forms and redirects. */
export function pageRoutes(pages: PageContext): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/', (context) => stockSearch(context, pages));
  routes.on('GET', ['/products', '/products/:sku'], (context) => product(context, pages, skuOf(context)));
  routes.get(LOW_PATH, (context) => context.html(lowPage(pages, context.req.query('before'))));
  routes.get('/activity', (context) => {
    const beforeSeq = wholeNumber(context.req.query('before'));
    const notice = ACTIVITY_NOTICES[context.req.query('done') ?? ''];
    const showAllNeeds = context.req.query('needs') === 'all';
    return context.html(activityPage(pages, { beforeSeq, notice, showAllNeeds }));
  });
  routes.post('/parked/:destination/:seq/:verb{retry|skip}', async (context) => settleParked(context, pages));
  routes.route('/', customerPageRoutes(pages));
  routes.route('/', dayPageRoutes(pages));
  routes.route('/', productFormRoutes(pages));
  routes.route('/', exceptionFormRoutes(pages));
  return routes;
}

/** An exact code leads straight to its product: what a scanner types into the field, followed by Enter. */
function stockSearch(context: WebContext, pages: PageContext): Response | Promise<Response> {
  const query = (context.req.query('q') ?? context.req.query('query') ?? '')
    .trim()
    .slice(0, WEB_LIMITS.queryLength);
  const list = context.req.query('list');
  const { reader } = pages.ports;
  const exact = list === undefined ? (findProduct(reader, query) ?? reader.scan(query).product) : null;
  if (exact !== null) return context.redirect(foundPath(pages, exact, query), 303);
  return context.html(stockPage(pages, { query, unlistedOnly: list === 'unlisted' }));
}

function foundPath(pages: PageContext, found: ProductAnswer, code: string): string {
  return scanWords(pages, found, code) === undefined
    ? productPath(found.sku)
    : productScannedPath(found.sku, code);
}

const PRODUCT_NOTICES: Readonly<Record<string, string>> = {
  saved: 'Saved.',
  merged: 'Merged. Its stock and history are here now.',
  questions: 'Saved, and one thing needs a person: see Activity.',
};

function product(context: WebContext, pages: PageContext, sku: string): Response | Promise<Response> {
  const found = pages.ports.reader.product({ sku });
  if (found !== null) {
    const scanned = scanWords(pages, found, context.req.query('scanned'));
    const notice = scanned ?? PRODUCT_NOTICES[context.req.query('done') ?? ''];
    return context.html(
      productPage(pages, notice === undefined ? { product: found } : { product: found, notice }),
    );
  }
  const byBarcode = findProduct(pages.ports.reader, sku);
  if (byBarcode !== null) return context.redirect(foundPath(pages, byBarcode, sku), 303);
  const message = `No product has the code “${sku}”.`;
  const hint = 'It may have been merged into another product. Search for it by name.';
  return context.html(messagePage({ title: 'Not here', message, hint }), 404);
}

const ACTIVITY_NOTICES: Readonly<Record<string, string>> = {
  retry: 'It is on its way again.',
  skip: 'Skipped. It will not be sent.',
  closed: 'Done. It is off this list, and stays in the ledger.',
  'closed-before': 'That one was closed already.',
};

async function settleParked(context: WebContext, { ports }: PageContext): Promise<Response> {
  const { destination = '', seq: typed, verb } = context.req.param();
  const seq = wholeNumber(typed);
  if (seq === undefined)
    return context.html(messagePage({ title: 'Not here', message: 'There is no such item.' }), 404);
  if (verb === 'skip') await ports.outbox.skipParked(destination, seq, actorOf(context));
  else await ports.outbox.retryParked(destination, seq);
  return context.redirect(`/activity?done=${verb}`, 303);
}
