import { unreachable } from '../kit/assert.ts';
import { createArchiveFileConnector } from './archive-file/client.ts';
import type { Connector } from './connector.ts';
import { createWebhookConnector } from './webhook/client.ts';

/** A destination as it is set up, by its kind. */
export type ConnectorSettings =
  | {
      readonly kind: 'webhook';
      readonly name: string;
      readonly url: string;
      readonly secret: string;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'archive-file'; readonly folder: string };

export function createConnector(settings: ConnectorSettings): Connector {
  switch (settings.kind) {
    case 'webhook':
      return createWebhookConnector(settings);
    case 'archive-file':
      return createArchiveFileConnector(settings);
    default:
      return unreachable(settings);
  }
}
