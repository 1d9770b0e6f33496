import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../hub/contract/emit/openapi.ts';
import { busyShop } from '../kit/busy-shop.ts';
import { FULL_EVENTS } from '../kit/full-events.ts';
import { TILL_AUTHORIZATION, webClient, write } from '../kit/web-requests.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, object>;
  readonly parameters?: readonly object[];
}

const KEY = '#/components/parameters/IdempotencyKey';
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
    ['/api/v1/low-stock', '/api/v1/low-stock?limit=2'],
    ['/api/v1/products', '/api/v1/products?withdrawn=in-stock'],
    ['/api/v1/catalogue', '/api/v1/catalogue?since=3'],
    ['/api/v1/price-lists', '/api/v1/price-lists'],
    ['/api/v1/tax-rates', '/api/v1/tax-rates'],
    ['/api/v1/products/{sku}/prices', '/api/v1/products/BAK-101/prices'],
    ['/api/v1/products/prices', '/api/v1/products/prices?sku=BAK-101'],
    ['/api/v1/scan', '/api/v1/scan?code=5073100000009'],
    ['/api/v1/promotions', '/api/v1/promotions?from=2026-11-01&to=2026-11-30'],
    ['/api/v1/activity', '/api/v1/activity?limit=5'],
    ['/api/v1/exceptions', '/api/v1/exceptions'],
    ['/api/v1/sessions', '/api/v1/sessions'],
    ['/api/v1/sessions/{session}', '/api/v1/sessions/3'],
    ['/api/v1/days', '/api/v1/days'],
    ['/api/v1/days/{date}', '/api/v1/days/2026-11-23'],
    ['/api/v1/destinations', '/api/v1/destinations'],
    ['/api/v1/parked', '/api/v1/parked'],
    ['/api/v1/rejected', '/api/v1/rejected'],
    ['/api/v1/day-totals', '/api/v1/day-totals'],
    ['/api/v1/deliveries', '/api/v1/deliveries'],
    ['/api/v1/deliveries/{deliveryId}', '/api/v1/deliveries/D-1'],
    ['/api/v1/transfers', '/api/v1/transfers'],
    ['/api/v1/transfers/{transferId}', '/api/v1/transfers/T-1'],
    ['/api/v1/locations', '/api/v1/locations'],
    ['/api/v1/counts', '/api/v1/counts?state=posted'],
    ['/api/v1/counts/{countId}', '/api/v1/counts/C-2'],
    ['/api/v1/counts/{countId}/lines', '/api/v1/counts/C-2/lines?as=counter'],
    ['/api/v1/stock/valuation', '/api/v1/stock/valuation'],
    ['/api/v1/lots', '/api/v1/lots?expiring-within=7&today=2026-11-23'],
    ['/api/v1/lots/{sku}/{lot}', '/api/v1/lots/BAK-101/L-1'],
    ['/api/v1/lots/{sku}/{lot}/sales', '/api/v1/lots/BAK-101/L-1/sales'],
    ['/api/v1/liabilities', '/api/v1/liabilities?kind=gift_card'],
    ['/api/v1/liabilities/{kind}/{account}', '/api/v1/liabilities/gift_card/card-1'],
    ['/api/v1/holds/{holdId}', '/api/v1/holds/hold-1'],
    ['/api/v1/sales/{id}/refundable', '/api/v1/sales/sale-1/refundable'],
    ['/api/v1/orders/{orderNumber}/refunds', '/api/v1/orders/1001/refunds'],
    ['/api/v1/payments/open', '/api/v1/payments/open'],
    ['/api/v1/payouts', '/api/v1/payouts'],
    ['/api/v1/payouts/{seq}', '/api/v1/payouts/9'],
    ['/api/v1/fees', '/api/v1/fees?from=2026-11-01&to=2026-11-30'],
    ['/api/v1/days/{date}/reconciliation', '/api/v1/days/2026-11-23/reconciliation'],
    ['/api/v1/reservations', '/api/v1/reservations'],
    ['/api/v1/reservations/{reservationId}', '/api/v1/reservations/W-1001'],
  ])('GET %s', async (path, address) => {
    const response = await ask(address);
    expect(response.status).toBe(200);
    expectValid(await response.json(), answerOf(path, 'get', '200'));
  });

  test('an unknown product', async () => {
    const response = await ask('/api/v1/stock/no-such-thing');
    expect(response.status).toBe(404);
    await expectProblem(response, 'NotFound');
  });

  test('events without a secret, and with one', async () => {
    const body = JSON.stringify([FULL_EVENTS.sale(), { broken: true }]);
    const refused = await ask('/api/v1/events', { method: 'POST', body });
    expect(refused.status).toBe(401);
    await expectProblem(refused, 'Unauthorized');
    const taken = await ask('/api/v1/events', {
      method: 'POST',
      body,
      headers: { Authorization: TILL_AUTHORIZATION },
    });
    expect(taken.status).toBe(200);
    expectValid(await taken.json(), answerOf('/api/v1/events', 'post', '200'));
  });

  test('a write, without its key, with a wrong body, and with a key of another write', async () => {
    const address = '/api/v1/exceptions/1/close';
    const keyless = await ask(address, { method: 'POST' });
    expect(keyless.status).toBe(400);
    await expectProblem(keyless, 'Invalid');
    const wrong = await ask(address, write('POST', '{"note":5}'));
    expect(wrong.status).toBe(400);
    await expectProblem(wrong, 'Invalid');
    const done = await ask(address, write('POST', '', 'one'));
    expect(done.status).toBe(200);
    expectValid(await done.json(), answerOf('/api/v1/exceptions/{exception}/close', 'post', '200'));
    const reused = await ask(address, write('POST', '{"note":"other"}', 'one'));
    expect(reused.status).toBe(422);
    await expectProblem(reused, 'Refused');
  });
});

test('every write needs a key, but for events, which have ids of their own', () => {
  const keyless = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method, { parameters = [] }]) => {
        const isKeyed = parameters.some((part) => Object.values(part).includes(KEY));
        return isKeyed === (method === 'get');
      })
      .map(([method]) => `${method} ${path}`),
  );
  expect(keyless).toEqual(['post /api/v1/events']);
});

function answerOf(path: string, method: string, status: string): ValidateFunction {
  return schemaAt(`paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}`);
}

function schemaAt(place: string, type = 'json'): ValidateFunction {
  return ajv.compile({
    $ref: `https://backroom.invalid/openapi#/${encodeURI(place)}/content/application~1${encodeURIComponent(type)}/schema`,
  });
}

async function expectProblem(response: Response, name: string): Promise<void> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem: unknown = await response.json();
  expect(problem).toMatchObject({ status: response.status });
  expectValid(problem, schemaAt(`components/responses/${name}`, 'problem+json'));
}

function expectValid(value: unknown, validate: ValidateFunction): void {
  validate(value);
  expect(validate.errors, JSON.stringify(value).slice(0, 300)).toBeNull();
}
