export const LOW_PATH = '/low';
export const DAYS_PATH = '/days';

/** A business day, such as `2026-11-23`. */
export function dayPath(businessDate: string): string {
  return `${DAYS_PATH}/${encodeURIComponent(businessDate)}`;
}

/** A register session, by the entry that first named it. */
export function sessionPath(session: number): string {
  return `/sessions/${session}`;
}

/** Where the pages are. Codes may hold any printable character, so they are percent-encoded. */
export function productPath(sku: string): string {
  return inPath(sku) ? `/products/${encodeURIComponent(sku)}` : `/products?${queryOf({ sku })}`;
}

/** The product's page, with the word for what was done. */
export function productDonePath(sku: string, done: string): string {
  return inPath(sku) ? `${productPath(sku)}?${queryOf({ done })}` : `/products?${queryOf({ sku, done })}`;
}

/** The product's page, with the code that was scanned: one that stands for several units is explained there. */
export function productScannedPath(sku: string, code: string): string {
  return inPath(sku)
    ? `${productPath(sku)}?${queryOf({ scanned: code })}`
    : `/products?${queryOf({ sku, scanned: code })}`;
}

export function mergePath(sku: string): string {
  return inPath(sku) ? `${productPath(sku)}/merge` : `/merge?${queryOf({ sku })}`;
}

/** `.` and `..` are steps in a path, percent-encoded too (WHATWG URL 4.5): such a code goes into the query. */
function inPath(sku: string): boolean {
  return sku !== '.' && sku !== '..';
}

function queryOf(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString();
}

export function closePath(exception: number): string {
  return `/exceptions/${exception}/close`;
}

export function parkedPath(destination: string, seq: number | 'all', verb: 'retry' | 'skip'): string {
  return `/parked/${encodeURIComponent(destination)}/${seq}/${verb}`;
}

export const CUSTOMERS_PATH = '/customers';

export function customerPath(customerId: string): string {
  return `${CUSTOMERS_PATH}/${encodeURIComponent(customerId)}`;
}
