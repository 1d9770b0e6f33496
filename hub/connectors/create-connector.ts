import { unreachable } from '../kit/assert.ts';
import type { Log } from '../kit/log.ts';
import { createArchiveFileConnector } from './archive-file/client.ts';
import type { Connector } from './connector.ts';
import { createEmailConnector, type EmailSettings } from './email/client.ts';
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
  | ({ readonly kind: 'email' } & EmailSettings)
  | { readonly kind: 'archive-file'; readonly folder: string };

export function createConnector(settings: ConnectorSettings, log: Log): Connector {
  switch (settings.kind) {
    case 'webhook':
      return createWebhookConnector(settings);
    case 'archive-file':
      return createArchiveFileConnector(settings);
    case 'email':
      return createEmailConnector(settings, log);
    default:
      return unreachable(settings);
  }
}
