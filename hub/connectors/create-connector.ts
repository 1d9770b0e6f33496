import { unreachable } from '../kit/assert.ts';
import type { Log } from '../kit/log.ts';
import { createArchiveFileConnector } from './archive-file/client.ts';
import type { Connector } from './connector.ts';
import { createEmailConnector, type EmailSettings } from './email/client.ts';
import { createPlainTextLedgerConnector } from './plain-text-ledger/client.ts';
import type { JournalPort, PlainTextSettings } from './plain-text-ledger/client.ts';
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
  | { readonly kind: 'archive-file'; readonly folder: string }
  | ({ readonly kind: 'plain-text-ledger' } & PlainTextSettings);

/** What connectors need of the hub. */
export interface ConnectorPorts {
  readonly log: Log;
  readonly journal: JournalPort;
}

export function createConnector(settings: ConnectorSettings, { log, journal }: ConnectorPorts): Connector {
  switch (settings.kind) {
    case 'webhook':
      return createWebhookConnector(settings);
    case 'archive-file':
      return createArchiveFileConnector(settings);
    case 'email':
      return createEmailConnector(settings, log);
    case 'plain-text-ledger':
      return createPlainTextLedgerConnector(settings, journal);
    default:
      return unreachable(settings);
  }
}
