import {
  captured,
  customerErased,
  customerMergeUndone,
  customersMerged,
  pointsAdjusted,
  pointsRule,
  saying,
} from './customer-events.ts';
import { liabilityStory } from './liability-story.ts';
import { cardSale, paymentIdentified, payoutOf } from './payment-events.ts';
import { refundOf, saleOf, tillSource, voidOf } from './till-events.ts';
import type { EventInput } from './till-events.ts';

export type Told = Pick<EventInput, 'type' | 'data'> & { readonly id?: string };

/** What happens to money and people: the part of the shop's story (stock-story.ts) in which every such event is told. */
export function moneyStory(): Told[] {
  return [
    ...settings(),
    ...sessions(),
    ...[2, 1, 0].map(reconciled),
    ...liabilityStory(),
    ...payments(),
    ...customers(),
  ];
}

/** Books per sale for a while, and accounts that another system calls otherwise. */
function settings(): Told[] {
  const rules = { currency: 'EUR', timeZone: 'Europe/Berlin', dayStartsAt: '04:00', costOfGoods: true };
  const mapped = { system: 'books', kind: 'account', ours: 'cash:till' };
  return [
    booksSettings({ ...rules, journalPer: 'sale' }),
    { type: 'backroom.mapping.set.v1', data: { ...mapped, theirs: '1000' } },
    { type: 'backroom.mapping.set.v1', data: mapped },
    { ...saleOf({ sku: 'MUG' }), id: 'posted by itself' },
    voidOf({ id: 'posted by itself' }),
    booksSettings({ ...rules, journalPer: 'session' }),
  ];
}

function booksSettings(data: object): Told {
  return { type: 'backroom.books-settings.set.v1', data };
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

function reconciled(differenceCount: number): Told {
  const differences = [{ cause: 'cash.short', detail: 'Cash in the drawer.' }].slice(0, differenceCount);
  return {
    type: 'backroom.day.reconciled.v1',
    data: { businessDate: '2026-11-24', differenceCount, differences },
  };
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
    paymentIdentified('paid without a name', 'paid-5'),
    payoutOf('payout-3', [{ reference: 'paid-5', grossMinor: 600 }]),
    { ...cardSale(null, 600), id: 'paid without a name' },
    paymentIdentified('paid by card', 'paid-4'),
  ];
}

/** Two are one and two again; one gives goods back, is forgotten, and is captured once more. */
function customers(): Told[] {
  const bowl = {
    sku: 'BOWL',
    name: 'Bowl',
    kind: 'goods',
    unit: 'each',
    barcodes: [],
    department: 'Kitchen',
  };
  const consents = [{ channel: 'email', given: true, at: '2026-11-23T10:00:00Z', source: 'till-1' }];
  const contact = {
    name: 'Ada',
    email: 'ada@example.org',
    loyaltyCard: 'L-1',
    verified: ['email'],
    consents,
  };
  const sold = saying(saleOf({ sku: 'BOWL', amountMinor: 900 }), { customerId: 'c-1' });
  const redeeming = {
    customerId: 'c-1',
    tenders: [{ kind: 'loyalty', amountMinor: 100, loyaltyPoints: 40 }],
  };
  return [
    { type: 'backroom.product.set.v1', data: bowl },
    pointsRule({ pointsPerUnit: '1.5', unitsPerPoint: '0.01', expireAfterDays: 90 }),
    captured('c-1', contact),
    captured('c-2', { phone: '+49 151 1', oddity: 'kept until erased' }),
    refundOf({ id: 'sold to c-1' }, { sku: 'MUG', amountMinor: -300 }),
    refundOf({ id: 'never sold' }, { sku: 'MUG', amountMinor: -300 }),
    { ...sold, id: 'sold to c-1' },
    saying(saleOf({ sku: 'MUG' }), redeeming),
    pointsAdjusted('c-1', 40),
    customersMerged('c-2', 'c-1'),
    customerMergeUndone('c-2'),
    customersMerged('c-1', 'c-2'),
    voidOf({ id: 'sold to c-1' }),
    { type: 'backroom.customer.noted.v2', data: { customerId: 'c-1', note: 'of a newer till' } },
    customerErased('c-1'),
    captured('c-1', contact),
    captured('c-3', contact),
    { type: 'backroom.employee.set.v1', data: { employeeId: 'e-7', name: 'Grace' } },
    { type: 'backroom.employee.set.v1', data: { employeeId: 'e-7', left: true } },
    { type: 'backroom.employee.set.v1', data: { employeeId: 'e-7', erased: true } },
  ];
}
