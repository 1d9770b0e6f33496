import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded into the demo's children: when whoever started them is gone, however it died, the kernel closes the pipe
 * at their standard input, and they stop as they would for a signal. A worker thread has no such pipe.
 */
const STOP_GRACE_MS = 10_000;

if (isMainThread) {
  process.stdin.on('end', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_GRACE_MS).unref();
  });
  process.stdin.on('error', () => undefined);
  process.stdin.resume();
  process.stdin.unref();
}
