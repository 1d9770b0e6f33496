/**
 * The largest value of every field on the wire. Text is counted in Unicode code points, amounts in minor units
 * of the sale's currency, quantities in whole base units. A test sends each field at its maximum and one over.
 */
export const LIMITS = {
  /** A whole event, in bytes of JSON. 1,000 full lines fit. */
  eventBytes: 1_048_576,
  /**
   * A message on the event topic that the hub takes in. Between this and `eventBytes` it is kept, acknowledged and
   * answered `too-large`; beyond this the connection is closed before the bytes are taken in.
   */
  eventMessageBytes: 2_097_152,
  /** How deep objects and lists may be nested in an event. */
  eventDepth: 16,
  /** Events in one HTTP request, and its bytes. */
  eventsPerRequest: 500,
  requestBytes: 8_388_608,
  id: 128,
  source: 256,
  time: 64,
  code: 64,
  reference: 128,
  name: 200,
  note: 1_000,
  /** What an exception is about: up to ten codes, with words between. */
  exceptionSubject: 2_000,
  lines: 1_000,
  /** Products that one review of a count may name. */
  countLines: 10_000,
  discountsPerLine: 20,
  taxesPerLine: 10,
  tenders: 50,
  barcodesPerProduct: 50,
  amountMinor: 99_999_999_999,
  quantityUnits: 999_999,
  decimalDigits: 20,
  /** The opaque fiscal signature, as JSON text. */
  fiscalText: 4_096,
  sequence: 999_999_999_999,
  catalogueVersion: 999_999_999_999,
  productsPerImportPart: 500,
  denominationCount: 1_000_000,
  payoutEntries: 5_000,
  email: 254,
  phone: 32,
  consents: 10,
  points: 999_999_999,
  /** A key of our own for an account: its words, and a name that the shop gives. */
  account: 240,
  days: 36_500,
} as const;
