import { serve } from '../child.ts';
import { allSkus, askBeside, httpLine, isWholeHttp, openLine, postRequest } from '../question-line.ts';
import type { WaitedBeside } from '../question-line.ts';

/** Counts every product, posts the count, and asks for stock meanwhile; and asks for as long with no posting going on. */
export interface PostingSettings {
  readonly port: number;
  readonly products: number;
  readonly rounds: number;
}

const LINES_PER_SCAN = 1_000;

async function prepare({ port, products, rounds }: PostingSettings): Promise<() => Promise<WaitedBeside[]>> {
  const line = await httpLine(port, products);
  const desk = await openLine(port, isWholeHttp);
  const write = async (path: string, body: object): Promise<void> => desk(postRequest(port, { path, body }));
  return async () => {
    const results: WaitedBeside[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await countAll(write, { id: `count-${round}`, products, found: 500 + round });
      results.push(await askBeside(line, () => write(`/counts/count-${round}/post`, {})));
    }
    return results;
  };
}

async function countAll(
  write: (path: string, body: object) => Promise<void>,
  { id, products, found }: { id: string; products: number; found: number },
): Promise<void> {
  await write('/counts', { countId: id, kind: 'full' });
  const lines = allSkus(products).map((sku) => ({ sku, quantity: String(found) }));
  for (let from = 0; from < products; from += LINES_PER_SCAN)
    await write(`/counts/${id}/scans`, { lines: lines.slice(from, from + LINES_PER_SCAN) });
  await write(`/counts/${id}/review`, { approve: 'all' });
}

await serve(prepare);
