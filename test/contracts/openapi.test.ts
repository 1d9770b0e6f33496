import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { API_PATHS } from '../../hub/contract/emit/api-paths.ts';
import { openApiDocument } from '../../hub/contract/emit/openapi.ts';

test('the OpenAPI document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate(openApiDocument())).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('the validator finds a mistake in a document', async () => {
  const { valid } = await new Validator().validate({
    ...openApiDocument(),
    paths: { '/healthz': { get: { responses: 5 } } },
  });
  expect(valid).toBe(false);
});

test('every reference in the OpenAPI document leads somewhere', () => {
  const document = openApiDocument();
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path]) => path ?? '',
  );
  expect(references.length).toBeGreaterThan(Object.keys(API_PATHS).length);
  expect(references.filter((path) => at(document, path) === undefined)).toEqual([]);
});

test('every operation has an id of its own', () => {
  const ids = [...JSON.stringify(API_PATHS).matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

function at(document: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }, document);
}
