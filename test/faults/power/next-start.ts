import type { EventReply } from '../../../hub/contract/reply.ts';
import type { LedgerEvent } from '../../../hub/domain/ledger-event.ts';
import { must } from '../../../hub/kit/assert.ts';
import { systemClock } from '../../../hub/kit/clock.ts';
import { silentLog } from '../../../hub/kit/log.ts';
import { lockLedger } from '../../../hub/ledger/ledger-lock.ts';
import { ledgerFile, openLedgerService } from '../../../hub/ledger/ledger-service.ts';
import { openReader } from '../../../hub/ledger/open.ts';
import { verifyTail } from '../../../hub/ledger/verify/verify-chain.ts';
import { createLedgerWriter } from '../../../hub/ledger/writer.ts';
import { ledgerEvent, saleOf } from '../../kit/till-events.ts';

/** The id of the sale that the next start takes. */
export const NEXT_SALE = 'sale-of-the-next-start';

/**
 * Opens the ledger as a hub does and sells once: what is on disk must also take the next sale. `withService` opens it
 * through the whole service, worker and all, which takes forty times as long.
 */
export async function sellAtNextStart(
  dataDir: string,
  options: { withService: boolean },
): Promise<EventReply['outcome']> {
  const reply = options.withService ? await sellToService(dataDir) : sellToWriter(ledgerFile(dataDir));
  return reply.outcome;
}

async function sellToService(dataDir: string): Promise<EventReply> {
  const parts = { clock: systemClock, log: silentLog };
  await using ledger = await openLedgerService({ dataDir, destinations: [] }, parts);
  return await ledger.client.submit(nextSale());
}

const TAIL_LINKS = 100;

/** The same steps in the same order without a thread: lock, writer, reader, the newest links. */
function sellToWriter(file: string): EventReply {
  using _lock = lockLedger(file);
  using writer = createLedgerWriter({ file, destinations: [], nowMs: () => systemClock.nowMs() });
  using stack = new DisposableStack();
  const db = stack.adopt(openReader(file), (connection) => void connection.close());
  verifyTail(db, TAIL_LINKS);
  return must(writer.commit([nextSale()]).replies[0], 'a reply');
}

function nextSale(): LedgerEvent {
  return ledgerEvent({ ...saleOf({ sku: 'MUG' }), id: NEXT_SALE, sequence: 1 });
}
