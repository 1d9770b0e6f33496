import type { CustomerAnswer } from '../../hub/contract/customer-views.ts';
import type { CustomerReader } from '../../hub/web/customer-port.ts';

const ORDER = { channel: 'web shop', orderNumber: '1001' };

const RECEIPT = {
  kind: 'sale',
  currency: 'EUR',
  voided: false,
  sender: 'till-1',
  customerId: 'c-1',
  order: null,
} as const;

const ADA: CustomerAnswer = {
  customerId: 'c-1',
  erased: false,
  person: {
    name: 'Ada Example',
    email: { value: 'ada@example.org', verified: true },
    phone: { value: '+49 151 2345678', verified: false },
    loyaltyCard: '2900000001234',
  },
  ids: [
    { customerId: 'c-1', mergedInto: null, because: null },
    { customerId: 'web-77', mergedInto: 'c-1', because: 'email' },
  ],
  consents: [
    { channel: 'email', given: true, at: '2026-11-01T10:00:00.000Z', source: 'till-1' },
    { channel: 'sms', given: false, at: '2026-11-02T10:00:00.000Z', source: 'web shop' },
  ],
  totals: [{ currency: 'EUR', visits: 2, spentMinor: 2_150 }],
  lastDate: '2026-11-22',
  points: 21,
  credit: [
    { kind: 'store_credit', currency: 'EUR', balanceMinor: 1_500, heldMinor: 500, availableMinor: 1_000 },
  ],
  receipts: [
    { ...RECEIPT, seq: 9, businessDate: '2026-11-22', totalMinor: 1_250 },
    { ...RECEIPT, seq: 8, kind: 'refund', businessDate: '2026-11-21', totalMinor: -350, order: ORDER },
    { ...RECEIPT, seq: 7, businessDate: '2026-11-21', totalMinor: 1_250, customerId: 'web-77' },
    { ...RECEIPT, seq: 5, businessDate: '2026-11-20', totalMinor: 480, voided: true },
  ],
  asOfSeq: 9,
};

const ENTRY = { seq: 9, at: '2026-11-22T10:00:00.000Z', reason: 'earned', points: 12, customerId: 'c-1' };

const EMPLOYEES = [
  { employeeId: 'e-7', name: 'Grace', left: false, erased: false },
  { employeeId: 'e-8', name: null, left: true, erased: false },
  { employeeId: 'e-9', name: null, left: true, erased: true },
];

/** A shop that knows one customer and three people who work there, or did. */
export const memoryCustomers: CustomerReader = {
  customer: (customerId, { receipts: limit, before }) => {
    if (!ADA.ids.some((id) => id.customerId === customerId)) return null;
    const receipts = ADA.receipts.filter(({ seq }) => seq < (before?.seq ?? Infinity)).slice(0, limit);
    return { ...ADA, receipts };
  },
  findCustomers: (field, value) => {
    const known = { email: ADA.person.email?.value, phone: '', card: ADA.person.loyaltyCard };
    return value !== '' && value === known[field] ? [{ ...ADA, receipts: [] }] : [];
  },
  customerPoints: (customerId) =>
    customerId === ADA.customerId ? { customerId, points: ADA.points, entries: [ENTRY] } : null,
  customerOtherFields: () => [{ seq: 5, fields: { data: { nickname: 'Countess' } } }],
  receiptData: () => ({ currency: 'EUR' }),
  customerList: () => ({
    customers: [
      {
        customerId: 'c-1',
        name: 'Ada Example',
        email: 'ada@example.org',
        phone: '+49 151 2345678',
        lastDate: '2026-11-22',
        spentMinor: 0,
      },
    ],
    next: null,
  }),
  employees: () => EMPLOYEES,
  employee: (employeeId) => EMPLOYEES.find((one) => one.employeeId === employeeId) ?? null,
};
