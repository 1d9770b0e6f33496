import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { must } from '../../../hub/kit/assert.ts';

/**
 * Loaded before the hub with --import: on SIGUSR2 it begins to watch how late the hub's event loop is, and at the end
 * it writes the 99th percentile, in milliseconds, to the file BENCH_LOOP_FILE.
 */
const RESOLUTION_MS = 1;

if (isMainThread) {
  const file = must(process.env['BENCH_LOOP_FILE'], 'BENCH_LOOP_FILE');
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  process.on('SIGUSR2', () => delays.enable());
  // The histogram holds whole intervals; what is above the resolution is the delay.
  process.once('SIGTERM', () => writeFileSync(file, String(delays.percentile(99) / 1e6 - RESOLUTION_MS)));
}
