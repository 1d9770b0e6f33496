/** What the pages and the API hold back at most. Sizes in bytes, times in milliseconds. */
export const WEB_LIMITS = {
  resultRows: 25,
  movementRows: 25,
  lotRows: 25,
  activityRows: 25,
  /** Open questions on the activity page before a person asks for all of them. */
  needsRows: 8,
  rejectedRows: 3,
  listRows: 200,
  /** Receipts or customers of one file that somebody asks for. */
  exportRows: 50_000,
  /** Products of a page of the catalogue, each with its codes and prices: some milliseconds. */
  catalogueRows: 200,
  problemRows: 20,
  queryLength: 200,
  /** A product as JSON, or a form. */
  smallBodyBytes: 131_072,
  /** What was counted, or is approved: with its envelope it fits into an event. */
  countBodyBytes: 786_432,
  /** The entries of a payout: with its envelope it fits into an event. */
  payoutBytes: 786_432,
  /** Of a report of fees. */
  feeDays: 366,
  importBytes: 268_435_456,
  importsAtOnce: 1,
  /** Each may hold a body of LIMITS.requestBytes. */
  eventRequestsAtOnce: 8,
  eventRequestsPerTill: 2,
  /** A till that waits longer for its answer is told to send again. */
  submitWaitMs: 10_000,
  retryAfterSeconds: 5,
  liveStreams: 64,
  /** A page that has not read this much is cut off; it comes back and catches up. */
  liveBufferBytes: 262_144,
  liveReplayRows: 200,
  liveStockMessages: 200,
  watchedSkus: 60,
  /** At most one message batch in this time. */
  liveFlushMs: 250,
  /** How often destinations and the header are looked at without a commit. */
  liveTickMs: 2_000,
  liveHeartbeatMs: 15_000,
  connections: 512,
  /** Connections without a request; beyond that the oldest is closed for the newest. */
  idleConnections: 200,
  idlePerAddress: 100,
  /** How long any body but that of an import may take to arrive. */
  bodyMs: 30_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 300_000,
  /** A connection on which nothing moves for this long, either way, is closed. */
  stillMs: 300_000,
  keepAliveTimeoutMs: 30_000,
  headerBytes: 16_384,
  stopGraceMs: 2_000,
} as const;
