import type { Badge } from '../../contract/views.ts';

/** What the live stream says, as JSON in the `data` of an event with the message's name. Texts are ready to be shown. */
export interface LiveMessages {
  /** A row for the top of the feed, as markup. */
  readonly activity: { readonly seq: number; readonly type: string; readonly html: string };
  readonly stock: StockMessage;
  /** The header. Comes at least every heartbeat, so that silence means a lost connection. */
  readonly status: {
    readonly hub: { readonly tone: string; readonly text: string };
    readonly cloud: { readonly tone: string; readonly text: string };
    readonly asOf: string;
  };
  /** What waits at the destinations, or what needs a person, is not what it was. */
  readonly destinations: { readonly changed: true };
  /** More happened than is told one by one: ask for the page again. */
  readonly resync: { readonly seq: number };
}

export interface StockMessage {
  readonly sku: string;
  /** The place in the ledger that it knows of. */
  readonly seq: number;
  readonly badge: Badge;
  readonly badgeWords: string;
  readonly figures: StockFigures;
  readonly locations: readonly { readonly location: string; readonly figures: StockFigures }[];
}

export interface StockFigures {
  readonly onHand: string;
  readonly reserved: string;
  readonly available: string;
  readonly incoming: string;
}
