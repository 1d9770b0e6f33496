import type { HubStatus } from '../contract/ask.ts';

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
