import { cardSale, payoutOf } from './payment-events.ts';
import { saleOf, tillSource, voidOf } from './till-events.ts';
import type { EventInput } from './till-events.ts';

export type Told = Pick<EventInput, 'type' | 'data'> & { readonly id?: string };

/** What happens to money and people: the part of the shop's story (stock-story.ts) in which every such event is told. */
export function moneyStory(): Told[] {
  return [...settings(), ...sessions(), ...liabilities(), ...payments(), ...customers()];
}

function settings(): Told[] {
  return [];
}

/** One is closed while numbers are missing, one before it was opened; then the day is closed, and more of it comes. */
function sessions(): Told[] {
  const sale = saleOf({ sku: 'POT' });
  const of = (registerSession: string): object => ({
    registerSession,
    businessDate: '2026-11-24',
    currency: 'EUR',
  });
  const sold = (registerSession: string): Told => ({
    ...sale,
    data: { ...sale.data, ...of(registerSession) },
  });
  const opened = (name: string): Told => ({
    type: 'backroom.session.opened.v1',
    data: { ...of(name), floatMinor: 10_000 },
  });
  const closed = (name: string, firstSequence: string, lastSequence: string): Told => ({
    type: 'backroom.session.closed.v1',
    data: {
      ...of(name),
      firstSequence,
      lastSequence,
      countedMinor: 10_000,
      report: { salesMinor: 200, tenders: [{ key: 'cash', amountMinor: 100 }] },
    },
  });
  const moved = (name: string, direction: string): Told => ({
    type: 'backroom.cash.moved.v1',
    data: { ...of(name), direction, amountMinor: 2_500, reason: 'bank' },
  });
  return [
    opened('z-1'),
    { ...sold('z-1'), id: 'voided late' },
    moved('z-1', 'in'),
    closed('z-1', '000000000001', '000000000001'),
    {
      type: 'backroom.session.sealed.v1',
      data: {
        source: tillSource(),
        registerSession: 'z-1',
        zSha256: '0'.repeat(64),
        headSeq: 1,
        headHash: '0'.repeat(64),
        publicKey: 'A'.repeat(43),
        signature: 'A'.repeat(86),
      },
    },
    voidOf({ id: 'voided late' }),
    closed('z-2', '000000000900', '000000000901'),
    opened('z-2'),
    sold('z-3'),
    { type: 'backroom.day.closed.v1', data: { businessDate: '2026-11-24', by: 'Ada' } },
    sold('z-2'),
    moved('z-3', 'out'),
    opened('z-3'),
    closed('z-3', '000000000001', '000000000001'),
    sold('z-4'),
    opened('z-4'),
  ];
}

function liabilities(): Told[] {
  return [];
}

/** One payout comes before its payment, one is of a sale that is voided, one has the wrong amount. */
function payments(): Told[] {
  return [
    { ...cardSale('paid-1', 500), id: 'paid by card' },
    { ...cardSale('paid-2', 300), id: 'paid by card, and voided' },
    cardSale('paid-3', 200),
    payoutOf('payout-1', [
      { reference: 'paid-1', grossMinor: 450, feeMinor: 9 },
      { reference: 'paid-2', grossMinor: 300 },
      { reference: 'paid-4', grossMinor: 700 },
      { kind: 'fee', grossMinor: -30 },
    ]),
    payoutOf('payout-2', [{ reference: 'paid-1', grossMinor: 500 }]),
    cardSale('paid-4', 700),
    voidOf({ id: 'paid by card, and voided' }),
  ];
}

function customers(): Told[] {
  return [];
}
