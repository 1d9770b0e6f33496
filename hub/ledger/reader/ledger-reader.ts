import type { Database } from 'better-sqlite3';
import { systemClock } from '../../kit/clock.ts';
import { ActivityReader } from './activity-reader.ts';
import { BooksSettingsReader } from './books-settings-reader.ts';
import { CatalogueReader } from './catalogue-reader.ts';
import { CountReader } from './count-reader.ts';
import { CostReader } from './cost-reader.ts';
import { CustomerListReader } from './customer-list-reader.ts';
import { CustomerReader } from './customer-reader.ts';
import { CustomerWorkReader } from './customer-work-reader.ts';
import { DayReader } from './day-reader.ts';
import { DeliveryReader } from './delivery-reader.ts';
import { EmployeeReader } from './employee-reader.ts';
import { ErasureReader } from './erasure-reader.ts';
import { EventReader } from './event-reader.ts';
import { GoodsReader } from './goods-reader.ts';
import { IdentityReader } from './identity-reader.ts';
import { JournalReader } from './journal-reader.ts';
import { LiabilityReader } from './liability-reader.ts';
import { LotReader } from './lot-reader.ts';
import { LowStockReader } from './low-stock-reader.ts';
import { OtherFieldsReader } from './other-fields-reader.ts';
import { PaymentReader } from './payment-reader.ts';
import { PriceReader } from './price-reader.ts';
import { ProductDetailReader } from './product-detail-reader.ts';
import { ProductReader } from './product-reader.ts';
import { PromotionReader } from './promotion-reader.ts';
import { RefundableReader } from './refundable-reader.ts';
import { ReservationReader } from './reservation-reader.ts';
import { type ScanSettings, ScanReader } from './scan-reader.ts';
import { SearchReader } from './search-reader.ts';
import { SessionReader } from './session-reader.ts';
import { StockReader } from './stock-reader.ts';

export type LedgerReader = ReturnType<typeof createLedgerReader>;

/**
 * Every question that the hub answers out of the ledger, over one connection that cannot write. Answers are
 * synchronous and take microseconds: nothing here waits for the writer.
 */
export function createLedgerReader(
  db: Database,
  incarnation: string,
  { clock = systemClock, layouts = [] }: Partial<ScanSettings> = {},
) {
  const prices = new PriceReader(db, clock);
  const products = new ProductReader(db, prices);
  const catalogue = catalogueQuestions(db, { products, prices, incarnation });
  const scans = new ScanReader(products, { clock, layouts });
  const stock = new StockReader(db, products);
  const details = new ProductDetailReader(db, products);
  const search = new SearchReader(db, products);
  const activity = new ActivityReader(db);
  const delivery = new DeliveryReader(db);
  const identity = new IdentityReader(db, incarnation);
  const events = new EventReader(db);
  const goods = new GoodsReader(db, products);
  return {
    product: products.product.bind(products),
    scan: scans.scan.bind(scans),
    stock: stock.stock.bind(stock),
    movements: products.movements.bind(products),
    unlistedProducts: products.unlistedProducts.bind(products),
    stockNotice: stock.stockNotice.bind(stock),
    stockNotices: stock.stockNotices.bind(stock),
    elsewhere: details.elsewhere.bind(details),
    exceptionsAbout: details.exceptionsAbout.bind(details),
    entryWords: details.entryWords.bind(details),
    searchProducts: search.searchProducts.bind(search),
    activity: activity.activity.bind(activity),
    activityAfter: activity.activityAfter.bind(activity),
    exceptions: activity.exceptions.bind(activity),
    exception: activity.exception.bind(activity),
    rejected: activity.rejected.bind(activity),
    rejectedPayload: activity.rejectedPayload.bind(activity),
    dayTotals: activity.dayTotals.bind(activity),
    ...catalogue,
    ...goodsQuestions(db, products),
    ...booksQuestions(db),
    ...liabilityQuestions(db),
    ...paymentQuestions(db),
    ...sessionQuestions(db),
    counts: activity.counts.bind(activity),
    needs: activity.needs.bind(activity),
    lastSeq: activity.lastSeq.bind(activity),
    destinations: delivery.destinations.bind(delivery),
    parked: delivery.parked.bind(delivery),
    acks: identity.acks.bind(identity),
    ackOf: identity.ackOf.bind(identity),
    credential: identity.credential.bind(identity),
    identities: identity.identities.bind(identity),
    event: events.event.bind(events),
    deliveries: goods.deliveries.bind(goods),
    delivery: goods.delivery.bind(goods),
    transfers: goods.transfers.bind(goods),
    transfer: goods.transfer.bind(goods),
    locations: goods.locations.bind(goods),
  };
}

function catalogueQuestions(
  db: Database,
  parts: { products: ProductReader; prices: PriceReader; incarnation: string },
) {
  const { products, prices } = parts;
  const catalogue = new CatalogueReader(db, parts);
  const promotions = new PromotionReader(db);
  return {
    catalogueVersion: catalogue.catalogueVersion.bind(catalogue),
    catalogue: catalogue.catalogue.bind(catalogue),
    catalogueTag: catalogue.catalogueTag.bind(catalogue),
    mergedInto: products.mergedInto.bind(products),
    productItself: products.productItself.bind(products),
    productPrices: products.productPrices.bind(products),
    withdrawnInStock: products.withdrawnInStock.bind(products),
    priceLists: prices.priceLists.bind(prices),
    taxRates: prices.taxRates.bind(prices),
    promotionTotals: promotions.promotionTotals.bind(promotions),
  };
}

function goodsQuestions(db: Database, products: ProductReader) {
  const costs = new CostReader(db, products);
  const lots = new LotReader(db, products);
  const counts = new CountReader(db);
  const reservations = new ReservationReader(db);
  const low = new LowStockReader(db);
  return {
    lowStock: low.lowStock.bind(low),
    lowStockCount: low.lowStockCount.bind(low),
    lowStockOf: low.lowStockOf.bind(low),
    lowStockToTell: low.lowStockToTell.bind(low),
    productCost: costs.productCost.bind(costs),
    valuation: costs.valuation.bind(costs),
    valueSlice: costs.valueSlice.bind(costs),
    lots: lots.lots.bind(lots),
    lot: lots.lot.bind(lots),
    lotSales: lots.lotSales.bind(lots),
    expiringLots: lots.expiringLots.bind(lots),
    stockCounts: counts.stockCounts.bind(counts),
    stockCount: counts.stockCount.bind(counts),
    stockCountState: counts.stockCountState.bind(counts),
    countLines: counts.countLines.bind(counts),
    reservations: reservations.reservations.bind(reservations),
    reservation: reservations.reservation.bind(reservations),
    dueReservations: reservations.dueReservations.bind(reservations),
  };
}

function sessionQuestions(db: Database) {
  const sessions = new SessionReader(db);
  const days = new DayReader(db, sessions);
  return {
    sessions: sessions.sessions.bind(sessions),
    session: sessions.session.bind(sessions),
    sessionsToSeal: sessions.sessionsToSeal.bind(sessions),
    days: days.days.bind(days),
    day: days.day.bind(days),
    reconciliation: days.reconciliation.bind(days),
    daysToReconcile: days.daysToReconcile.bind(days),
    lastReconciliation: days.lastReconciliation.bind(days),
  };
}

function paymentQuestions(db: Database) {
  const payments = new PaymentReader(db);
  return {
    openPayments: payments.openPayments.bind(payments),
    receiptOf: payments.receiptOf.bind(payments),
    payouts: payments.payouts.bind(payments),
    payout: payments.payout.bind(payments),
    fees: payments.fees.bind(payments),
  };
}

function liabilityQuestions(db: Database) {
  const liabilities = new LiabilityReader(db);
  const refundable = new RefundableReader(db);
  return {
    liabilities: liabilities.liabilities.bind(liabilities),
    liability: liabilities.liability.bind(liabilities),
    hold: liabilities.hold.bind(liabilities),
    dueHolds: liabilities.dueHolds.bind(liabilities),
    refundable: refundable.refundable.bind(refundable),
    orderRefunds: refundable.orderRefunds.bind(refundable),
  };
}

function booksQuestions(db: Database) {
  const journal = new JournalReader(db);
  const settings = new BooksSettingsReader(db);
  return {
    ...customerQuestions(db),
    journal: journal.journal.bind(journal),
    journalEntry: journal.journalEntry.bind(journal),
    journalOfEvent: journal.journalOfEvent.bind(journal),
    accountBalances: journal.accountBalances.bind(journal),
    heldPostings: journal.heldPostings.bind(journal),
    booksSettings: settings.booksSettings.bind(settings),
    mappings: settings.mappings.bind(settings),
  };
}

function customerQuestions(db: Database) {
  const customers = new CustomerReader(db);
  const lists = new CustomerListReader(db);
  const work = new CustomerWorkReader(db);
  const erasures = new ErasureReader(db);
  const employees = new EmployeeReader(db);
  const others = new OtherFieldsReader(db);
  return {
    customer: customers.customer.bind(customers),
    findCustomers: customers.findCustomers.bind(customers),
    receiptData: customers.receiptData.bind(customers),
    customerPoints: customers.customerPoints.bind(customers),
    customerOtherFields: others.customerOtherFields.bind(others),
    employees: employees.employees.bind(employees),
    employee: employees.employee.bind(employees),
    customerList: lists.customerList.bind(lists),
    erasures: erasures.erasures.bind(erasures),
    isErased: erasures.isErased.bind(erasures),
    customersToMerge: work.customersToMerge.bind(work),
    pointsExpireAfterDays: work.pointsExpireAfterDays.bind(work),
    pointsToExpire: work.pointsToExpire.bind(work),
  };
}
