import { z } from 'zod';
import { Answer, Ask, HubStatus, PriceAnswer, StockNotice } from '../ask.ts';
import { CatalogueNotice } from '../catalogue-notice.ts';
import { ClientStatus } from '../client-status.ts';
import { CostAnswer, ValuationAnswer } from '../cost-views.ts';
import { CountCancelled, CountPosted, CountReviewed, CountScanned, CountStarted } from '../count-events.ts';
import { CountAnswer, CountLineAnswer, CountSummary } from '../count-views.ts';
import { Envelope, Sequence } from '../envelope.ts';
import { EVENT_TYPES, type EventType } from '../events.ts';
import { ExceptionClosed } from '../exception-closed.ts';
import { LotRecalled, StockLevelSet } from '../location-events.ts';
import { ExpiringLots, LotAnswer, LotSales, ProductLots } from '../lot-views.ts';
import { LowStockAnswer, LowStockList } from '../low-stock-views.ts';
import { Problem } from '../problem.ts';
import { ProductMerged, ProductSet } from '../product-events.ts';
import { EventReply, TillAck } from '../reply.ts';
import { ReservationMade, ReservationPosted, ReservationVoided } from '../reservation-events.ts';
import { ReservationAnswer, ReservationSummary } from '../reservation-views.ts';
import { DayAnswer, DayPage } from '../day-views.ts';
import { DayClosed } from '../session-events.ts';
import { SessionAnswer, SessionPage } from '../session-views.ts';
import { RefundLine, SaleLine, Tender } from '../sale.ts';
import {
  ActivityAnswer,
  DayTotalAnswer,
  DestinationAnswer,
  ExceptionAnswer,
  ParkedAnswer,
  ProductAnswer,
  RejectedAnswer,
  StockAnswer,
} from '../views.ts';
import { EVENT_WORDS } from './event-words.ts';
import { BOOKS_SCHEMAS } from './books-schemas.ts';
import { CATALOGUE_SCHEMAS } from './catalogue-schemas.ts';
import { CUSTOMER_SCHEMAS } from './customer-schemas.ts';
import { LIABILITY_SCHEMAS } from './liability-schemas.ts';
import { PAYMENT_SCHEMAS } from './payment-schemas.ts';
import { GOODS_SCHEMAS } from './goods-schemas.ts';

/** A JSON Schema 2020-12 object, or any other part of an emitted document. */
export type JsonObject = Record<string, unknown>;

/** Where a document keeps its named schemas: JSON Schema on the left, AsyncAPI and OpenAPI on the right. */
export type SchemaHome = '#/$defs/' | '#/components/schemas/';

/** Shapes that a document names instead of repeating them. */
const NAMED = {
  ...BOOKS_SCHEMAS,
  ...CATALOGUE_SCHEMAS,
  ...CUSTOMER_SCHEMAS,
  ...GOODS_SCHEMAS,
  ...LIABILITY_SCHEMAS,
  ...PAYMENT_SCHEMAS,
  Answer,
  Ask,
  ActivityAnswer,
  CatalogueNotice,
  ClientStatus,
  CostAnswer,
  CountAnswer,
  CountCancelling: CountCancelled.omit({ countId: true }),
  CountFields: CountStarted.partial({ countId: true }),
  CountLineAnswer,
  CountPosting: CountPosted.omit({ countId: true }),
  CountReview: CountReviewed.omit({ countId: true }),
  CountScan: CountScanned.omit({ countId: true }),
  CountSummary,
  DayTotalAnswer,
  DestinationAnswer,
  EventReply,
  ExceptionAnswer,
  ExceptionClosing: ExceptionClosed.pick({ by: true, note: true }),
  ExpiringLots,
  HubStatus,
  LotAnswer,
  LotRecall: LotRecalled,
  LotSales,
  LowStockAnswer,
  LowStockList,
  ParkedAnswer,
  PriceAnswer,
  Problem,
  ProductAnswer,
  ProductLots,
  ProductFields: ProductSet.omit({ sku: true }),
  ProductMergeTarget: ProductMerged.omit({ sku: true }),
  ProductSet,
  RefundLine,
  RejectedAnswer,
  DayAnswer,
  DayClosing: DayClosed.omit({ businessDate: true }),
  DayPage,
  SessionAnswer,
  SessionPage,
  ReservationAnswer,
  ReservationFields: ReservationMade.partial({ reservationId: true }),
  ReservationPosting: ReservationPosted.omit({ reservationId: true }),
  ReservationSummary,
  ReservationVoiding: ReservationVoided.omit({ reservationId: true }),
  SaleLine,
  StockAnswer,
  StockLevelFields: StockLevelSet.omit({ sku: true }),
  StockNotice,
  Tender,
  TillAck,
  ValuationAnswer,
} satisfies Record<string, z.ZodType>;

export type SchemaName = keyof typeof NAMED | EventType;

/** Unknown fields are allowed everywhere: they are kept apart by the hub, and ignored by everyone else. */
const READ_SIDE = { io: 'input' } as const;

/** Every named schema and every event, as a document with that home keeps them. */
function namedSchemas(home: SchemaHome): Record<string, JsonObject> {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(NAMED)) registry.add(schema, { id: name });
  for (const type of eventTypes()) registry.add(eventSchema(type), { id: type });
  const { schemas } = z.toJSONSchema(registry, { ...READ_SIDE, uri: (id) => `${home}${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutIdentity(schema)]));
}

/** `namedSchemas`, of which only these and whatever they refer to. */
export function schemasFor(home: SchemaHome, names: readonly SchemaName[]): Record<string, JsonObject> {
  const all = namedSchemas(home);
  const found: Record<string, JsonObject> = {};
  const open: string[] = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const schema = all[name];
    if (schema === undefined || name in found) continue;
    found[name] = schema;
    for (const [, referred] of JSON.stringify(schema).matchAll(/"\$ref":"#[^"]*\/([^"/]+)"/g))
      open.push(referred ?? '');
  }
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The whole event of one type. A till or device always counts; the hub's own events have no number. */
export function eventSchema(type: EventType): z.ZodType {
  const { data, madeBy } = EVENT_TYPES[type];
  const event = Envelope.extend({ type: z.literal(type), data });
  const counted = madeBy === 'till' ? event.extend({ sequence: Sequence }) : event;
  return counted.meta({ title: EVENT_WORDS[type].title, description: EVENT_WORDS[type].description });
}

export function eventTypes(madeBy?: 'till' | 'hub'): EventType[] {
  const types = Object.keys(EVENT_TYPES) as EventType[];
  return types.filter((type) => madeBy === undefined || EVENT_TYPES[type].madeBy === madeBy);
}

export function reference(home: SchemaHome, name: SchemaName): JsonObject {
  return { $ref: `${home}${name}` };
}

function withoutIdentity(schema: JsonObject): JsonObject {
  const { $schema: _dialect, $id: _id, id: _name, ...rest } = schema;
  return rest;
}
