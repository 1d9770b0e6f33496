import { serve } from '../child.ts';
import {
  allSkus,
  askFor,
  askUntil,
  httpLine,
  isWholeHttp,
  openLine,
  postRequest,
  waitedOf,
} from '../question-line.ts';
import type { Waited } from '../question-line.ts';

/** Counts every product, posts the count, and asks for stock meanwhile; and asks for as long with no posting going on. */
export interface PostingSettings {
  readonly port: number;
  readonly products: number;
  readonly rounds: number;
}

export interface PostingResult {
  /** One for each round, as everything here. */
  readonly quiet: Waited[];
  readonly posting: Waited[];
  /** How long each posting took. */
  readonly postMs: number[];
  /** How many questions were answered while a count was posted. */
  readonly asked: number[];
}

const LINES_PER_SCAN = 1_000;
const WARM_UP_MS = 1_000;
/** What the shop does with a count settles before the next one: subscribers, checkpoints. */
const CALM_MS = 1_000;

async function prepare({ port, products, rounds }: PostingSettings): Promise<() => Promise<PostingResult>> {
  const line = await httpLine(port, products);
  const desk = await openLine(port, isWholeHttp);
  const write = async (path: string, body: object): Promise<void> => desk(postRequest(port, { path, body }));
  return async () => {
    const result: PostingResult = { quiet: [], posting: [], postMs: [], asked: [] };
    for (let round = 0; round < rounds; round += 1) {
      await countAll(write, { id: `count-${round}`, products, found: 500 + round });
      await askFor(line, CALM_MS);
      const start = performance.now();
      const waits = await askUntil(line, write(`/counts/count-${round}/post`, {}));
      const tookMs = performance.now() - start;
      result.posting.push(waitedOf(waits));
      result.asked.push(waits.length);
      result.postMs.push(tookMs);
      await askFor(line, WARM_UP_MS);
      result.quiet.push(waitedOf(await askFor(line, tookMs)));
    }
    return result;
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
