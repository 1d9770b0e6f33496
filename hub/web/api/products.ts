import { Hono } from 'hono';
import { plainWords } from '../../contract/plain-words.ts';
import { ProductMerged, ProductSet } from '../../contract/product-events.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ProductCode, WebPorts } from '../ports.ts';
import { makeChange } from '../make-change.ts';
import { findProduct } from '../product-lookup.ts';
import { skuOf, type WebContext, type WebEnv } from '../web-env.ts';
import { changeAnswer, invalid, tooLarge } from './change-answer.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf } from './query.ts';
import { BodyTooLarge, limitBody, readBody } from './read-body.ts';
import { parseJson } from './split-batch.ts';

const NOT_A_PRODUCT = 'The product is not as the contract has it.';

/** Stock and products: questions, and the changes that a person makes. */
export function productRoutes(ports: WebPorts): Hono<WebEnv> {
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
  return errorAnswer(context, 400, { code: 'invalid', message: 'Give a `sku` or a `barcode`.' });
}

function stockAnswer(context: WebContext, ports: WebPorts, code: ProductCode): Response {
  const stock = ports.reader.stock(code);
  return stock === null ? unknownProduct(context) : context.json(stock);
}

function unknownProduct(context: WebContext): Response {
  return notFound(context, 'No product has this code.');
}

async function setProduct(context: WebContext, ports: WebPorts, sku: string): Promise<Response> {
  const body = await readBody(context.req.raw.body, WEB_LIMITS.smallBodyBytes);
  if (body === null) return tooLarge(context, WEB_LIMITS.smallBodyBytes);
  const value = parseJson(body);
  const fields: object = typeof value === 'object' && value !== null ? value : {};
  const parsed = ProductSet.safeParse({ ...fields, sku }, { error: plainWords });
  if (!parsed.success) return invalid(context, NOT_A_PRODUCT, parsed.error.issues);
  const change = makeChange(ports, (hub) => hub.submitHub('backroom.product.set.v1', parsed.data));
  return changeAnswer(context, await change);
}

async function mergeProduct(context: WebContext, ports: WebPorts, sku: string): Promise<Response> {
  const body = await readBody(context.req.raw.body, WEB_LIMITS.smallBodyBytes);
  if (body === null) return tooLarge(context, WEB_LIMITS.smallBodyBytes);
  const value = parseJson(body);
  const fields: object = typeof value === 'object' && value !== null ? value : {};
  const parsed = ProductMerged.safeParse({ ...fields, sku }, { error: plainWords });
  if (!parsed.success) return invalid(context, NOT_A_PRODUCT, parsed.error.issues);
  const into = findProduct(ports.reader, parsed.data.into);
  if (into === null || ports.reader.product({ sku }) === null) return unknownProduct(context);
  const data = { sku, into: into.sku };
  return changeAnswer(
    context,
    await makeChange(ports, (hub) => hub.submitHub('backroom.product.merged.v1', data)),
  );
}

async function importProducts(
  context: WebContext,
  ports: WebPorts,
  gate: { open: number },
): Promise<Response> {
  if (gate.open >= WEB_LIMITS.importsAtOnce) {
    context.header('Retry-After', String(WEB_LIMITS.retryAfterSeconds));
    return errorAnswer(context, 503, { code: 'not-now', message: 'Another import is running.' });
  }
  gate.open += 1;
  try {
    const report = await ports.importProducts(limitBody(context.req.raw.body, WEB_LIMITS.importBytes));
    if (report.kind === 'done') return context.json({ products: report.products });
    const problems = report.errors.map(({ line, reason }) => ({ at: `line ${line}`, message: reason }));
    return errorAnswer(context, 422, {
      code: 'import-invalid',
      message: 'Lines of the file cannot be read. Nothing was imported.',
      hint: 'Correct the lines and import the whole file again.',
      problems,
      problemCount: report.errorCount,
    });
  } catch (thrown) {
    if (thrown instanceof BodyTooLarge) return tooLarge(context, WEB_LIMITS.importBytes);
    throw thrown;
  } finally {
    gate.open -= 1;
  }
}
