import { readStoredEvent } from '../../contract/read-event.ts';
import { productBarcode } from '../../domain/scanned-line.ts';

export interface SaidOfLine {
  readonly description?: string;
  readonly barcode?: string;
}

/** What a till says of a line beside its code. Read from the body only where a product has to be made: it is rare. */
export function saidOfLine(body: string, index: number): SaidOfLine {
  const { content } = readStoredEvent(Buffer.from(body));
  const line = content !== null && 'lines' in content.data ? content.data.lines?.[index] : undefined;
  if (line === undefined) return {};
  const said = 'description' in line ? line.description : undefined;
  const description = typeof said === 'string' ? said.trim() : '';
  return {
    ...(description === '' ? {} : { description }),
    ...(line.barcode === undefined ? {} : { barcode: productBarcode(line.barcode) }),
  };
}
