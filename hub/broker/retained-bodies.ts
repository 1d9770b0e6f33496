import type { HubStatus } from '../contract/ask.ts';

/** Which hub speaks. */
export interface HubWords {
  readonly incarnation: string;
  readonly version: string;
}

export function hubStatusBody(state: HubStatus['state'], hub: HubWords): string {
  const status: HubStatus = { state, incarnation: hub.incarnation, version: hub.version };
  return JSON.stringify(status);
}

/** `version` is the ledger position of the last change of a product. */
export function catalogueBody(version: number): string {
  return JSON.stringify({ version });
}
