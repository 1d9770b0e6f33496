import type { ReservationAnswer } from '../../hub/contract/reservation-views.ts';
import type { CountReader } from '../../hub/web/count-port.ts';
import type { ValuationReader } from '../../hub/web/cost-port.ts';
import type { CatalogueReader } from '../../hub/web/catalogue-port.ts';
import type { CustomerReader } from '../../hub/web/customer-port.ts';
import type { GoodsReader } from '../../hub/web/goods-port.ts';
import type { JournalReader } from '../../hub/web/journal-port.ts';
import type { LiabilityReader } from '../../hub/web/liability-port.ts';
import type { LotReader } from '../../hub/web/lot-port.ts';
import type { PaymentReader } from '../../hub/web/payment-port.ts';
import type { ReservationReader } from '../../hub/web/reservation-port.ts';
import type { SessionReader } from '../../hub/web/session-port.ts';
import { memoryCounts } from './memory-counts.ts';
import { memoryCustomers } from './memory-customers.ts';
import { memoryCatalogue } from './memory-catalogue.ts';
import { memoryGoods } from './memory-goods.ts';
import { memoryJournal } from './memory-journal.ts';
import { memoryLiabilities } from './memory-liabilities.ts';
import { memoryLots, memoryValuation } from './memory-lots.ts';
import { memorySessions } from './memory-sessions.ts';
import { memoryPayments } from './memory-payments.ts';

const RESERVED: ReservationAnswer = {
  reservation: 1,
  reservationId: 'W-1001',
  state: 'open',
  location: 'shop',
  orderNumber: '1001',
  channel: 'web shop',
  madeAt: '2026-11-23T09:00:00.000Z',
  expiresAt: '2026-11-24T18:00:00.000Z',
  refusal: null,
  lines: [
    {
      sku: 'BAK-101',
      name: 'Sourdough loaf',
      unit: 'each',
      asked: '2',
      posted: '0',
      voided: '0',
      reserved: '2',
    },
  ],
  asOfSeq: 1,
};

/** What the areas of the shop’s work answer in a shop that has little of it. */
export const areaReaders: CatalogueReader &
  CountReader &
  CustomerReader &
  GoodsReader &
  JournalReader &
  LiabilityReader &
  LotReader &
  PaymentReader &
  ReservationReader &
  SessionReader &
  ValuationReader = {
  ...memoryJournal,
  ...memoryLiabilities,
  ...memoryLots,
  ...memoryPayments,
  ...memoryValuation,
  ...memoryCounts,
  ...memoryCustomers,
  ...memoryGoods,
  ...memorySessions,
  ...memoryCatalogue,
  reservations: ({ state, before = Infinity }) => {
    const { lines: _lines, asOfSeq: _asOfSeq, ...summary } = RESERVED;
    return state === summary.state && summary.reservation < before ? [summary] : [];
  },
  reservation: (reservationId) => (reservationId === RESERVED.reservationId ? RESERVED : null),
};
