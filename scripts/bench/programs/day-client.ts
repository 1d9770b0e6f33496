import { serve } from '../child.ts';
import {
  askFor,
  askUntil,
  httpLine,
  isWholeHttp,
  openLine,
  postRequest,
  waitedOf,
} from '../question-line.ts';
import type { Waited } from '../question-line.ts';

/** Ends day after day, each with its sessions and its reconciliation, and asks for stock meanwhile; and as long at rest. */
export interface DaySettings {
  readonly port: number;
  readonly products: number;
  /** `name:secret`, in the order of the closings. */
  readonly tills: readonly string[];
  readonly days: readonly { readonly businessDate: string; readonly closings: readonly object[] }[];
}

export interface DayResult {
  /** One for each day, as everything here. */
  readonly quiet: Waited[];
  readonly closing: Waited[];
  /** How long it took until the last answer. */
  readonly closeMs: number[];
  /** How many questions were answered meanwhile. */
  readonly asked: number[];
}

const CALM_MS = 1_000;
/** The owner looks more than once: a window of one look alone has too few questions for a p99. */
const LOOKS = 10;

async function prepare({ port, products, tills, days }: DaySettings): Promise<() => Promise<DayResult>> {
  const line = await httpLine(port, products);
  const desk = await openLine(port, isWholeHttp);
  const look = (date: string): Buffer =>
    Buffer.from(`GET /api/v1/days/${date}/reconciliation HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  const end = async ({ businessDate, closings }: DaySettings['days'][number]): Promise<void> => {
    for (const [index, closing] of closings.entries())
      await desk(postRequest(port, { path: '/events', body: closing, till: tills[index] }));
    await desk(postRequest(port, { path: `/days/${businessDate}/close`, body: {} }));
    for (let looks = 0; looks < LOOKS; looks += 1) await desk(look(businessDate));
  };
  return async () => {
    const result: DayResult = { quiet: [], closing: [], closeMs: [], asked: [] };
    await askFor(line, CALM_MS);
    for (const day of days) {
      const start = performance.now();
      const waits = await askUntil(line, end(day));
      const tookMs = performance.now() - start;
      result.closing.push(waitedOf(waits));
      result.asked.push(waits.length);
      result.closeMs.push(tookMs);
      await askFor(line, CALM_MS);
      result.quiet.push(waitedOf(await askFor(line, tookMs)));
    }
    return result;
  };
}

await serve(prepare);
