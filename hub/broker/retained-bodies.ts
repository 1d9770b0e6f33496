import type { HubStatus } from '../contract/ask.ts';
import { foldCode } from '../kit/fold-code.ts';
import type { LowStockKey, RetainedReader } from './ports.ts';

/** Which hub speaks. */
export interface HubWords {
  readonly incarnation: string;
  readonly version: string;
  /** What is wrong and what to do, for a person; null when all is well. */
  problem?(): string | null;
}

export function hubStatusBody(state: HubStatus['state'], hub: HubWords): string {
  const problem = hub.problem?.() ?? null;
  const status: HubStatus = {
    state,
    incarnation: hub.incarnation,
    version: hub.version,
    ...(problem === null ? {} : { problem }),
  };
  return JSON.stringify(status);
}

/** `version` is the ledger position of the last change of a product. */
export function catalogueBody(version: number): string {
  return JSON.stringify({ version });
}

/** How a product that is low stands; empty when it is not low any more. */
export function lowStockBody(
  reader: Pick<RetainedReader, 'lowStockOf'>,
  { location, sku }: LowStockKey,
): string {
  const low = reader.lowStockOf(foldCode(sku), foldCode(location));
  return low === null ? '' : JSON.stringify(low);
}
