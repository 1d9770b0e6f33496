import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../hub/contract/emit/openapi.ts';
import { busyShop } from '../kit/busy-shop.ts';
import { FULL_EVENTS } from '../kit/full-events.ts';
import { TILL_AUTHORIZATION, webClient } from '../kit/web-requests.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, object>;
}

const document = openApiDocument();
const paths = document['paths'] as Record<string, Record<string, Operation>>;
const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema({
  ...document,
  $id: 'https://backroom.invalid/openapi',
});

test('the routes of the API are those of the OpenAPI document', () => {
  const { app } = webClient(busyShop());
  const served = app.routes
    .filter(({ path, method }) => method !== 'ALL' && /^\/(api\/|healthz$|readyz$|metrics$)/.test(path))
    .map(({ path, method }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect([...new Set(served)].toSorted()).toEqual(described.toSorted());
});

describe('what the hub answers is as the OpenAPI document has it', () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const [product] = shop.products.values();
  const sku = encodeURIComponent(product?.sku ?? '');
  const barcode = encodeURIComponent(product?.barcodes[0] ?? '');

  test.each([
    ['/healthz', '/healthz'],
    ['/readyz', '/readyz'],
    ['/api/v1/stock/{sku}', `/api/v1/stock/${sku}`],
    ['/api/v1/stock', `/api/v1/stock?barcode=${barcode}`],
    ['/api/v1/stock', `/api/v1/stock?sku=${sku}`],
    ['/api/v1/products', '/api/v1/products?query=a'],
    ['/api/v1/products', `/api/v1/products?sku=${sku}`],
    ['/api/v1/products/{sku}', `/api/v1/products/${sku}`],
    ['/api/v1/activity', '/api/v1/activity?limit=5'],
    ['/api/v1/exceptions', '/api/v1/exceptions'],
    ['/api/v1/destinations', '/api/v1/destinations'],
    ['/api/v1/parked', '/api/v1/parked'],
    ['/api/v1/rejected', '/api/v1/rejected'],
    ['/api/v1/day-totals', '/api/v1/day-totals'],
  ])('GET %s', async (path, address) => {
    const response = await ask(address);
    expect(response.status).toBe(200);
    expectValid(await response.json(), answerOf(path, 'get', '200'));
  });

  test('an unknown product', async () => {
    const response = await ask('/api/v1/stock/no-such-thing');
    expect(response.status).toBe(404);
    expectValid(await response.json(), schemaAt('components/responses/NotFound'));
  });

  test('events without a secret, and with one', async () => {
    const body = JSON.stringify([FULL_EVENTS.sale(), { broken: true }]);
    const refused = await ask('/api/v1/events', { method: 'POST', body });
    expect(refused.status).toBe(401);
    expectValid(await refused.json(), schemaAt('components/responses/Unauthorized'));
    const taken = await ask('/api/v1/events', {
      method: 'POST',
      body,
      headers: { Authorization: TILL_AUTHORIZATION },
    });
    expect(taken.status).toBe(200);
    expectValid(await taken.json(), answerOf('/api/v1/events', 'post', '200'));
  });
});

function answerOf(path: string, method: string, status: string): ValidateFunction {
  return schemaAt(`paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}`);
}

function schemaAt(place: string): ValidateFunction {
  return ajv.compile({
    $ref: `https://backroom.invalid/openapi#/${encodeURI(place)}/content/application~1json/schema`,
  });
}

function expectValid(value: unknown, validate: ValidateFunction): void {
  validate(value);
  expect(validate.errors, JSON.stringify(value).slice(0, 300)).toBeNull();
}
