import { Hono } from 'hono';
import { unreachable } from '../../kit/assert.ts';
import { foldCode } from '../../kit/fold-code.ts';
import { eventIdOf } from '../event-id.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts, ImportReport, ProductCode } from '../ports.ts';
import { findProduct } from '../product-lookup.ts';
import { skuOf, type WebContext, type WebEnv } from '../web-env.ts';
import { keyReused } from './change-answer.ts';
import { errorAnswer, notFound, tooLarge } from './error-answer.ts';
import { keyOf } from './idempotency-key.ts';
import { limitOf } from './query.ts';
import { BodyTooLarge, limitBody } from './read-body.ts';
import { writeRoute } from './write-route.ts';

/** Stock and products: questions, and the changes that a person makes. */
export function productRoutes(ports: ApiPorts): Hono<WebEnv> {
  const { reader } = ports;
  const routes = new Hono<WebEnv>();
  routes.get('/stock', (context) => {
    const code = codeOf(context);
    return code === null ? missingCode(context) : stockAnswer(context, ports, code);
  });
  routes.get('/stock/:sku', (context) => stockAnswer(context, ports, { sku: skuOf(context) }));
  routes.get('/products', (context) => {
    const code = codeOf(context);
    if (code !== null)
      return context.json({ products: [reader.product(code)].filter((found) => found !== null) });
    if (context.req.query('withdrawn') === 'in-stock')
      return context.json({ products: reader.withdrawnInStock(limitOf(context, WEB_LIMITS.resultRows)) });
    const query = (context.req.query('query') ?? '').slice(0, WEB_LIMITS.queryLength);
    return context.json({ products: reader.searchProducts(query, limitOf(context, WEB_LIMITS.resultRows)) });
  });
  routes.get('/products/:sku', (context) => {
    const product = reader.product({ sku: skuOf(context) });
    return product === null ? unknownProduct(context) : context.json(product);
  });
  routes.on('PUT', ['/products', '/products/:sku'], async (context) =>
    setProduct(context, ports, skuOf(context)),
  );
  routes.on('POST', ['/products/merge', '/products/:sku/merge'], async (context) =>
    mergeProduct(context, ports, skuOf(context)),
  );
  const gate = { open: 0 };
  routes.post('/products/import', async (context) => importProducts(context, ports, gate));
  return routes;
}

/** The code that is asked for in the query, or null when there is none. */
function codeOf(context: WebContext): ProductCode | null {
  const { sku, barcode } = context.req.query();
  if (sku !== undefined) return { sku };
  return barcode === undefined ? null : { barcode };
}

function missingCode(context: WebContext): Response {
  return errorAnswer(context, 400, { code: 'invalid', detail: 'Give a `sku` or a `barcode`.' });
}

function stockAnswer(context: WebContext, ports: ApiPorts, code: ProductCode): Response {
  const stock = ports.reader.stock(code);
  return stock === null ? unknownProduct(context) : context.json(stock);
}

function unknownProduct(context: WebContext): Response {
  return notFound(context, 'No product has this code.');
}

async function setProduct(context: WebContext, ports: ApiPorts, sku: string): Promise<Response> {
  return writeRoute(context, ports, {
    type: 'backroom.product.set.v1',
    data: (body) => ({ ...body, sku }),
  });
}

async function mergeProduct(context: WebContext, ports: ApiPorts, sku: string): Promise<Response> {
  const { reader } = ports;
  return writeRoute(context, ports, {
    type: 'backroom.product.merged.v1',
    data: (body, { key }) => ({ ...body, sku, ...intoOf(body, ports, key) }),
    refuse: ({ into }) =>
      [sku, into].some((code) => reader.product({ sku: code }) === null) ? unknownProduct(context) : null,
  });
}

/**
 * The product that a merge goes into, by its SKU where the body has a barcode. The same write again goes into what it
 * went into first, also when that has been merged into another product since.
 */
function intoOf(body: object, ports: ApiPorts, key: string): object {
  const into = textIn(body, 'into');
  if (into === null) return {};
  const now = findProduct(ports.reader, into)?.sku ?? null;
  const first = textIn(ports.hubEvent(eventIdOf('api', key))?.data, 'into');
  if (first === null) return now === null ? {} : { into: now };
  const isAgain = foldCode(into.trim()) === foldCode(first) || now === findProduct(ports.reader, first)?.sku;
  return { into: isAgain ? first : (now ?? into) };
}

function textIn(value: unknown, name: string): string | null {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
  return typeof text === 'string' ? text : null;
}

async function importProducts(
  context: WebContext,
  ports: ApiPorts,
  gate: { open: number },
): Promise<Response> {
  const key = keyOf(context);
  if (key instanceof Response) return key;
  if (gate.open >= WEB_LIMITS.importsAtOnce) {
    context.header('Retry-After', String(WEB_LIMITS.retryAfterSeconds));
    return errorAnswer(context, 503, { code: 'not-now', detail: 'Another import is running.' });
  }
  gate.open += 1;
  try {
    const csv = limitBody(context.req.raw.body, WEB_LIMITS.importBytes);
    return importAnswer(context, await ports.importProducts(csv, { id: eventIdOf('api', key) }));
  } catch (thrown) {
    if (thrown instanceof BodyTooLarge) return tooLarge(context, WEB_LIMITS.importBytes);
    throw thrown;
  } finally {
    gate.open -= 1;
  }
}

function importAnswer(context: WebContext, report: ImportReport): Response {
  switch (report.kind) {
    case 'done':
      return context.json({ products: report.products });
    case 'reused':
      return keyReused(context);
    case 'invalid':
      return errorAnswer(context, 422, {
        code: 'import-invalid',
        detail: 'Lines of the file cannot be read. Nothing was imported.',
        hint: 'Correct the lines and import the whole file again.',
        problems: report.errors.map(({ line, reason }) => ({ at: `line ${line}`, message: reason })),
        problemCount: report.errorCount,
      });
    default:
      return unreachable(report);
  }
}
