import { expect } from 'vitest';
import { openReader } from '../../hub/ledger/open.ts';
import type { HubFolder } from './hub-folder.ts';

export interface Readiness {
  readonly ready: boolean;
  readonly problem: string | null;
}

/** What a running hub says of itself. */
export async function readiness(shop: HubFolder): Promise<Readiness> {
  const response = await fetch(`${shop.web}/readyz`);
  expect(response.ok).toBe(response.status === 200);
  return (await response.json()) as Readiness;
}

/** What is on hand of a product, as the hub answers a till. */
export async function stockOf(shop: HubFolder, sku: string): Promise<number> {
  const [till] = shop.tills;
  const headers = { authorization: `Bearer ${till?.name}:${till?.secret}` };
  const response = await fetch(`${shop.web}/api/v1/stock/${sku}`, { headers });
  expect(response.status).toBe(200);
  return Number(((await response.json()) as { onHand: string }).onHand);
}

/** The ids of every event in a ledger file, in order of their text. */
export function storedIds(file: string): string[] {
  const db = openReader(file);
  const rows = db.prepare<[], { id: string }>(
    "SELECT json_extract(CAST(body AS TEXT), '$.id') AS id FROM event",
  );
  const ids = rows.all().map(({ id }) => id);
  db.close();
  return ids.toSorted();
}
