import type { EventReply } from '../../../hub/contract/reply.ts';
import type { LedgerEvent } from '../../../hub/domain/ledger-event.ts';
import { must } from '../../../hub/kit/assert.ts';
import { systemClock } from '../../../hub/kit/clock.ts';
import { messageOf } from '../../../hub/kit/errors.ts';
import { silentLog } from '../../../hub/kit/log.ts';
import { lockLedger } from '../../../hub/ledger/ledger-lock.ts';
import { ledgerFile, openLedgerService } from '../../../hub/ledger/ledger-service.ts';
import { openReader } from '../../../hub/ledger/open.ts';
import { verifyTail } from '../../../hub/ledger/verify/verify-chain.ts';
import { createLedgerWriter } from '../../../hub/ledger/writer.ts';
import { problemsOf } from '../../kit/assert-whole.ts';
import { ledgerEvent, saleOf } from '../../kit/till-events.ts';
import type { RecordedDay } from './recorded-day.ts';

export interface ImageContext {
  /** Which one it is, from 1. */
  readonly image: number;
  /** The sales that were acknowledged before power was cut. */
  readonly acknowledged: readonly string[];
  readonly day: RecordedDay;
}

export interface ImageFindings {
  readonly lost: number;
  readonly problems: readonly string[];
}

/** Every so many images the whole service opens the ledger, worker and all. That takes forty times as long. */
const SERVICE_EVERY = 10;

/** Opens what a power cut left as the hub opens it, sells once more, and compares it with what was acknowledged. */
export async function openImage(folder: string, context: ImageContext): Promise<ImageFindings> {
  const file = ledgerFile(folder);
  try {
    const { outcome } = await (context.image % SERVICE_EVERY === 0
      ? sellToService(folder)
      : sellToWriter(file));
    const ledgerProblems = problemsOf(file);
    const { lost, problems } = compare(file, context);
    const refused = outcome === 'accepted' ? [] : [`a sale after the power cut is ${outcome}`];
    return { lost, problems: [...refused, ...problems, ...ledgerProblems] };
  } catch (error) {
    return { lost: context.acknowledged.length, problems: [`it does not open: ${messageOf(error)}`] };
  }
}

/** What is on disk must also take the next sale. */
function nextSale(): LedgerEvent {
  return ledgerEvent({ ...saleOf({ sku: 'MUG' }), id: AFTERWARDS, sequence: 1 });
}

/** The very way in which a hub opens its ledger. */
async function sellToService(dataDir: string): Promise<EventReply> {
  const parts = { clock: systemClock, log: silentLog };
  await using ledger = await openLedgerService({ dataDir, destinations: [] }, parts);
  return await ledger.client.submit(nextSale());
}

/** The same steps in the same order without a thread: lock, writer, reader, the newest links. */
function sellToWriter(file: string): EventReply {
  using _lock = lockLedger(file);
  using writer = createLedgerWriter({ file, destinations: [], nowMs: () => systemClock.nowMs() });
  using stack = new DisposableStack();
  const db = stack.adopt(openReader(file), (connection) => void connection.close());
  verifyTail(db, TAIL_LINKS);
  return must(writer.commit([nextSale()]).replies[0], 'a reply');
}

const TAIL_LINKS = 100;
const AFTERWARDS = 'sale-after-the-power-cut';

function compare(file: string, { acknowledged, day }: ImageContext): ImageFindings {
  const db = openReader(file);
  try {
    const rows = db.prepare<[], { id: string; times: number }>(
      "SELECT json_extract(CAST(body AS TEXT), '$.id') AS id, count(*) AS times FROM event GROUP BY 1",
    );
    const times = new Map(rows.all().map((row) => [row.id, row.times]));
    const lost = acknowledged.filter((id) => !times.has(id));
    const made = new Set([...day.sent.values()].flatMap((ids) => [...ids.values()]));
    const problems = [
      ...(lost.length === 0 ? [] : [`${lost.length} acknowledged sales are lost, ${lost[0]} first`]),
      ...[...times].filter(([, count]) => count !== 1).map(([id]) => `${id} is there more than once`),
      ...[...times.keys()]
        .filter((id) => id !== AFTERWARDS && !made.has(id))
        .map((id) => `nobody sent ${id}`),
    ];
    return { lost: lost.length, problems };
  } finally {
    db.close();
  }
}
