import type { CatalogueReader } from '../../hub/web/catalogue-port.ts';

const OWN = {
  priceList: null,
  price: '4.20',
  currency: 'GBP',
  from: '2026-11-01T00:00:00.000Z',
  until: '2026-12-01T00:00:00.000Z',
};

const LOAF = {
  gone: false,
  sku: 'BAK-101',
  name: 'Sourdough loaf',
  department: 'Bakery',
  kind: 'goods',
  unit: 'each',
  listed: true,
  withdrawn: false,
  prices: [OWN, { ...OWN, priceList: 'staff', price: '3.00', until: null }],
  taxCategory: 'standard',
  barcodes: ['5073100000008'],
  packs: [{ barcode: '15073100000005', quantity: '6', name: 'tray' }],
  ageLimit: null,
  depositSku: null,
  shelf: 'A-4',
} as const;

const LISTS = [{ code: 'staff', name: 'Staff', currency: 'GBP', taxIncluded: true }];
const RATES = [{ category: 'standard', name: null, rate: '20', from: OWN.from, until: null }];

/** What tills sell from in a shop that has one loaf and sold a roll before. */
export const memoryCatalogue: CatalogueReader = {
  scan: (text) => ({
    kind: 'wrong',
    text,
    product: null,
    quantity: null,
    price: null,
    weight: null,
    lot: null,
    expires: null,
    bestBefore: null,
    serial: null,
    sscc: null,
    elements: [],
    problem: { code: 'check-digit', message: 'A digit was read or typed wrongly.' },
  }),
  catalogueTag: () => 'memory-12',
  catalogue: ({ since, after }) =>
    after !== undefined && !/^\d+-\d+$/.test(after)
      ? null
      : {
          version: 12,
          incarnation: 'memory',
          since,
          products:
            since < 12
              ? [
                  { ...LOAF, prices: [...LOAF.prices], barcodes: [...LOAF.barcodes], packs: [...LOAF.packs] },
                  { gone: true, sku: 'ROLL', into: LOAF.sku },
                ]
              : [],
          priceLists: LISTS,
          taxRates: since < 5 ? RATES : null,
          next: null,
        },
  productPrices: (sku) => (sku === LOAF.sku ? { sku, prices: [...LOAF.prices] } : null),
  priceLists: () => LISTS,
  taxRates: () => RATES,
  withdrawnInStock: () => [],
  mergedInto: (sku) => (sku === 'ROLL' ? { into: LOAF.sku } : sku === LOAF.sku ? { into: null } : null),
  promotionTotals: ({ from }) =>
    from > '2026-11-23'
      ? []
      : [
          {
            businessDate: '2026-11-23',
            promotion: 'spring',
            currency: 'GBP',
            sales: 3,
            refunds: 0,
            amountMinor: 150,
          },
        ],
};
