/** What an import holds back at most. Files may have any size: memory keeps the folded codes, not the rows. */
export const IMPORT_LIMITS = {
  /** A row of the file, in bytes. A quote that is never closed ends here and not at the end of the file. */
  rowBytes: 65_536,
  /** How far into the file the header is looked for, to learn what separates its columns. */
  headerBytes: 65_536,
  /** Rows that are checked in one go, so that a stock question never waits long behind an import. */
  rowsAtOnce: 50,
  readBytes: 16_384,
  /** Of an event's bytes, what stays free for its envelope. */
  envelopeBytes: 4_096,
  /** Of a value in a reason, in characters. */
  shownValue: 40,
} as const;

/** Errors that are listed; all are counted. */
export const IMPORT_ERRORS_MAX = 100;
