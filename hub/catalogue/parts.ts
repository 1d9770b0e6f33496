import { LIMITS } from '../contract/limits.ts';
import type { ProductSet } from '../contract/product-events.ts';
import { assert } from '../kit/assert.ts';
import { IMPORT_LIMITS } from './limits.ts';
import type { ImportName, ImportPorts } from './ports.ts';

const PART_BYTES_MAX = LIMITS.eventBytes - IMPORT_LIMITS.envelopeBytes;

/**
 * Tells the ledger the products of a whole import, part by part, and then that it is complete. Gives how many, or null
 * when another import of the same id was completed meanwhile.
 */
export async function submitParts(
  products: AsyncIterable<ProductSet>,
  { ports, importId, name }: Submitting,
): Promise<number | null> {
  let part = 0;
  let count = 0;
  for await (const some of partsOf(products)) {
    part += 1;
    count += some.length;
    const reply = await ports.submitHub('backroom.products.staged.v1', { importId, part, products: some });
    assert(reply.outcome === 'accepted', `a part of an import is new, and was ${reply.outcome}`);
  }
  const end = { importId, parts: part, products: count };
  const last = await ports.submitHub('backroom.import.completed.v1', end, name);
  if (last.outcome === 'conflict') return null;
  assert(last.outcome === 'accepted', `the end of an import is new, and was ${last.outcome}`);
  return count;
}

interface Submitting {
  readonly ports: Pick<ImportPorts, 'submitHub'>;
  readonly importId: string;
  readonly name: ImportName;
}

/** Groups that fit into an event, by their number and by their bytes. */
async function* partsOf(products: AsyncIterable<ProductSet>): AsyncGenerator<ProductSet[], void, void> {
  let part: ProductSet[] = [];
  let bytes = 0;
  for await (const product of products) {
    const size = Buffer.byteLength(JSON.stringify(product)) + 1;
    if (part.length === LIMITS.productsPerImportPart || bytes + size > PART_BYTES_MAX) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(product);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
