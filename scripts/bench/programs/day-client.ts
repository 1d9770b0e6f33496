import { serve } from '../child.ts';
import { askBeside, httpLine, isWholeHttp, openLine, postRequest } from '../question-line.ts';
import type { WaitedBeside } from '../question-line.ts';

/** Ends day after day, each with its sessions and its reconciliation, and asks for stock meanwhile; and as long at rest. */
export interface DaySettings {
  readonly port: number;
  readonly products: number;
  /** `name:secret`, in the order of the closings. */
  readonly tills: readonly string[];
  readonly days: readonly { readonly businessDate: string; readonly closings: readonly object[] }[];
}

/** The owner looks more than once: a window of one look alone has too few questions for a p99. */
const LOOKS = 10;

async function prepare({ port, products, tills, days }: DaySettings): Promise<() => Promise<WaitedBeside[]>> {
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
    const results: WaitedBeside[] = [];
    for (const day of days) results.push(await askBeside(line, () => end(day)));
    return results;
  };
}

await serve(prepare);
