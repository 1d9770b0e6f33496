import type { Database } from 'better-sqlite3';
import { ActivityReader } from './activity-reader.ts';
import { CatalogueReader } from './catalogue-reader.ts';
import { CostReader } from './cost-reader.ts';
import { DeliveryReader } from './delivery-reader.ts';
import { EventReader } from './event-reader.ts';
import { IdentityReader } from './identity-reader.ts';
import { LotReader } from './lot-reader.ts';
import { LowStockReader } from './low-stock-reader.ts';
import { PriceReader } from './price-reader.ts';
import { ProductReader } from './product-reader.ts';
import { PromotionReader } from './promotion-reader.ts';
import { ReservationReader } from './reservation-reader.ts';
import { SearchReader } from './search-reader.ts';
import { StockReader } from './stock-reader.ts';

export type LedgerReader = ReturnType<typeof createLedgerReader>;

/**
 * Every question that the hub answers out of the ledger, over one connection that cannot write. Answers are
 * synchronous and take microseconds: nothing here waits for the writer.
 */
export function createLedgerReader(db: Database, incarnation: string, nowMs: () => number = Date.now) {
  const prices = new PriceReader(db, nowMs);
  const products = new ProductReader(db, prices);
  const catalogue = new CatalogueReader(db, { products, prices, incarnation });
  const promotions = new PromotionReader(db);
  const stock = new StockReader(db, products);
  const costs = new CostReader(db, products);
  const lots = new LotReader(db, products);
  const search = new SearchReader(db, products);
  const activity = new ActivityReader(db);
  const delivery = new DeliveryReader(db);
  const identity = new IdentityReader(db, incarnation);
  const events = new EventReader(db);
  const reservations = new ReservationReader(db);
  const low = new LowStockReader(db);
  return {
    product: products.product.bind(products),
    stock: stock.stock.bind(stock),
    movements: products.movements.bind(products),
    unlistedProducts: products.unlistedProducts.bind(products),
    stockNotice: stock.stockNotice.bind(stock),
    stockNotices: stock.stockNotices.bind(stock),
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
    searchProducts: search.searchProducts.bind(search),
    activity: activity.activity.bind(activity),
    activityAfter: activity.activityAfter.bind(activity),
    exceptions: activity.exceptions.bind(activity),
    exceptionState: activity.exceptionState.bind(activity),
    rejected: activity.rejected.bind(activity),
    rejectedPayload: activity.rejectedPayload.bind(activity),
    dayTotals: activity.dayTotals.bind(activity),
    catalogueVersion: catalogue.catalogueVersion.bind(catalogue),
    catalogue: catalogue.catalogue.bind(catalogue),
    productPrices: products.productPrices.bind(products),
    withdrawnInStock: products.withdrawnInStock.bind(products),
    priceLists: prices.priceLists.bind(prices),
    taxRates: prices.taxRates.bind(prices),
    promotionTotals: promotions.promotionTotals.bind(promotions),
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
    reservations: reservations.reservations.bind(reservations),
    reservation: reservations.reservation.bind(reservations),
    dueReservations: reservations.dueReservations.bind(reservations),
  };
}
