import '../../hub/kit/node-version.ts';
import { writeSync } from 'node:fs';
import { Till } from '../../devices/till/till.ts';
import { systemClock } from '../../hub/kit/clock.ts';
import { silentLog } from '../../hub/kit/log.ts';

/**
 * `till-program.ts FILE STORE PORT`: a till in a process of its own that sells until it is killed, and prints the id
 * of each sale after the till has said that it is safe.
 */
const [file = '', store = '', port = ''] = process.argv.slice(2);
const till = new Till({
  name: 'till-1',
  secret: 'secret',
  store,
  url: `mqtt://127.0.0.1:${port}`,
  file,
  clock: systemClock,
  log: silentLog,
});
till.start();
writeSync(1, `${JSON.stringify({ ready: true, source: till.source })}\n`);

function sell(): void {
  const { id } = till.sell({
    currency: 'EUR',
    businessDate: '2026-11-23',
    registerSession: 'morning',
    lines: [{ sku: 'TEA', kind: 'goods', quantity: '1', unitPrice: '2.50', amountMinor: 250 }],
    tenders: [{ kind: 'cash', amountMinor: 250 }],
  });
  writeSync(1, `${id}\n`);
  setImmediate(sell);
}
sell();
