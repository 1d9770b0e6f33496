import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWebhookConnector } from '../../hub/connectors/webhook/client.ts';
import { outboundBatch } from '../../test/contracts/connector-contract.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

const secret = 'a secret of the shop';
const running = new AbortController().signal;

async function deliver(url: string, seqs: readonly number[], key = 'k1') {
  const connector = createWebhookConnector({ name: 'cloud', url: `${url}/events`, secret });
  return connector.send(outboundBatch(key, seqs), running);
}

describe('the sandbox', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await createSandbox({ secret, slowMs: 50 });
  });
  afterEach(() => sandbox[Symbol.asyncDispose]());

  test('counts each event once and says what came again', async () => {
    await deliver(sandbox.url, [1, 2]);
    await deliver(sandbox.url, [2, 3], 'k2');
    const state = await (await fetch(`${sandbox.url}/state`)).json();
    expect(state).toEqual({ mode: 'on', events: 3, duplicates: 1, batches: 2, forged: 0 });
    const events = await (await fetch(`${sandbox.url}/events?after=1`)).json();
    expect(events).toMatchObject([
      { number: 2, id: 'event-2', ledgerSeq: 2, times: 2, changed: 0 },
      { number: 3, id: 'event-3', ledgerSeq: 3, times: 1, changed: 0 },
    ]);
  });

  test('sends a forged delivery away', async () => {
    const headers = { 'backroom-signature': `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}` };
    const response = await fetch(`${sandbox.url}/events`, { method: 'POST', body: '[]', headers });
    expect(response.status).toBe(401);
    expect(sandbox.state).toMatchObject({ forged: 1, batches: 0 });
  });

  test.each([
    ['off', 'retry', 0],
    ['error', 'retry', 0],
    ['die', 'retry', 1],
    ['slow', 'done', 1],
  ])('in mode %s answers with %s and has taken %i', async (mode, kind, events) => {
    const response = await fetch(`${sandbox.url}/mode`, { method: 'POST', body: JSON.stringify({ mode }) });
    expect(response.status).toBe(200);
    expect(await deliver(sandbox.url, [1])).toMatchObject({ kind });
    expect(sandbox.state).toMatchObject({ mode, events });
  });

  test('is switched by the buttons of its page, and by nothing unknown', async () => {
    const response = await fetch(`${sandbox.url}/mode`, {
      method: 'POST',
      body: new URLSearchParams({ mode: 'off' }),
    });
    expect(await response.text()).toContain('as if the internet were gone');
    const unknown = await fetch(`${sandbox.url}/mode`, { method: 'POST', body: '{"mode":"sleepy"}' });
    expect(unknown.status).toBe(400);
    expect(sandbox.state.mode).toBe('off');
  });
});

test('the process says where it listens, writes what arrives, and ends when it is told to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backroom-sandbox-'));
  const file = join(folder, 'deliveries.jsonl');
  const program = new URL('sandbox.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, '--json', '--secret', secret, '--file', file]);
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { url } = JSON.parse(line) as { url: string };
    expect(await deliver(url, [1, 2])).toEqual({ kind: 'done' });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const delivered = lines.map(
      (each) => JSON.parse(each) as { batch: string; ledgerSeq: number; event: unknown },
    );
    expect(delivered).toMatchObject([
      { batch: 'k1', ledgerSeq: 1 },
      { batch: 'k1', ledgerSeq: 2 },
    ]);
    expect(JSON.stringify(delivered[0]?.event)).toBe(outboundBatch('k1', [1]).items[0]?.body);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
});
