import { must } from '../../hub/kit/assert.ts';
import { createLedgerWriter } from '../../hub/ledger/writer.ts';
import { ledgerEvent, saleOf } from './till-events.ts';

/** A program for a process of its own: commits as many batches of sales as it is told, one after the other. */
const [file, batches, eventsPerBatch] = process.argv.slice(2);

using writer = createLedgerWriter({
  file: must(file, 'the file'),
  destinations: [{ name: 'cloud', kind: 'webhook' }],
  nowMs: () => Date.now(),
});
process.stdout.write('open\n');
for (let batch = 0; batch < Number(batches); batch += 1) {
  const sales = Array.from({ length: Number(eventsPerBatch) }, (_, index) => {
    const sequence = batch * Number(eventsPerBatch) + index + 1;
    return ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence });
  });
  const { replies } = writer.commit(sales);
  process.stdout.write(`committed ${replies.filter(({ outcome }) => outcome === 'accepted').length}\n`);
}
