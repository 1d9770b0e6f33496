import { Hono } from 'hono';
import { placeOf } from '../api/history-place.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { customerPage, customerSearchPage } from './customer-page.ts';
import type { PageContext } from './layout.ts';
import { messagePage } from './message-page.ts';
import { CUSTOMERS_PATH, customerPath } from './paths.ts';

/** The pages of customers: one is found by what is theirs, and shown with what they bought. */
export function customerPageRoutes(pages: PageContext): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get(CUSTOMERS_PATH, (context) => search(context, pages));
  routes.get(`${CUSTOMERS_PATH}/:customerId`, (context) => {
    const before = placeOf(context);
    const found = pages.ports.reader.customer(context.req.param('customerId'), {
      receipts: WEB_LIMITS.resultRows,
      ...(before === null ? {} : { before }),
    });
    if (found !== null) return context.html(customerPage(pages, found));
    const message = 'There is no customer of this id.';
    return context.html(messagePage({ title: 'Not here', message }), 404);
  });
  return routes;
}

function search(context: WebContext, pages: PageContext): Response | Promise<Response> {
  const asked = (context.req.query('contact') ?? '').trim().slice(0, WEB_LIMITS.queryLength);
  if (asked === '') return context.html(customerSearchPage(pages, null));
  const { reader } = pages.ports;
  for (const field of ['card', 'email', 'phone'] as const) {
    const [found] = reader.findCustomers(field, asked);
    if (found !== undefined) return context.redirect(customerPath(found.customerId), 303);
  }
  return context.html(customerSearchPage(pages, asked));
}
