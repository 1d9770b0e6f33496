/** Where the pages are. Codes may hold any printable character, so they are percent-encoded. */
export function productPath(sku: string): string {
  return `/products/${encodeURIComponent(sku)}`;
}

export function mergePath(sku: string): string {
  return `${productPath(sku)}/merge`;
}

export function parkedPath(destination: string, seq: number | 'all', verb: 'retry' | 'skip'): string {
  return `/parked/${encodeURIComponent(destination)}/${seq}/${verb}`;
}
