import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { outboundBatch } from '../../../test/contracts/connector-contract.ts';
import { toRequest } from './map.ts';

const secret = 'it’s a "secret" $HOME';
const nowMs = Date.UTC(2026, 10, 23, 12);
const request = toRequest(outboundBatch('batch-1', [7, 8]), { destination: 'cloud', secret, nowMs });
const signature = request.headers['backroom-signature'] ?? '';
const forged = request.body.replace('110', '999');

test('a request carries the events unchanged but for their place in the ledger', () => {
  const batch = outboundBatch('batch-1', [7, 8]);
  const events = batch.items.map(({ body, seq }) => ({ ledgerseq: seq, ...(JSON.parse(body) as object) }));
  expect(JSON.parse(request.body)).toEqual(events);
  expect(request.headers).toMatchObject({
    'content-type': 'application/cloudevents-batch+json; charset=utf-8',
    'idempotency-key': 'batch-1',
    'backroom-destination': 'cloud',
  });
});

describe('the documented verification', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backroom-webhook-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const page = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const sample = (language: string): string =>
    new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? '';

  test('in TypeScript knows a genuine delivery from a forged and from an old one', async () => {
    const file = join(folder, 'verify.ts');
    const calls = [
      { body: request.body, header: signature, nowMs },
      { body: forged, header: signature, nowMs },
      { body: request.body, header: signature, nowMs: nowMs + 600_000 },
      { body: request.body, header: 'nonsense', nowMs },
    ];
    const ask = `isFromBackroom(Buffer.from(call.body), call.header, ${JSON.stringify(secret)}, call.nowMs)`;
    writeFileSync(
      file,
      `${sample('ts')}\nconsole.log(JSON.stringify(${JSON.stringify(calls)}.map((call) => ${ask})));\n`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    expect(stderr + stdout).toBe('[true,false,false,false]\n');
  });

  test.each([
    ['genuine', request.body],
    ['forged', forged],
  ])('with openssl finds a delivery %s', (verdict, body) => {
    writeFileSync(join(folder, 'body.json'), body);
    const environment = { ...process.env, HEADER: signature, SECRET: secret };
    const result = spawnSync('bash', ['-c', sample('bash')], {
      cwd: folder,
      encoding: 'utf8',
      env: environment,
    });
    expect(result.stderr + result.stdout).toBe(`${verdict}\n`);
  });
});
