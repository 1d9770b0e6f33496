import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded into a hub, it does to the thread of the ledger's writer what a file says, once. The hub itself has no
 * door for this.
 */
const FILE = process.env['WRITER_FAULT_FILE'] ?? '';
const LOOK_EVERY_MS = 20;
/** More than an impatient hub calls slow, less than it calls stuck. */
const STALL_MS = 1_500;

const FAULTS: Readonly<Record<string, () => void>> = {
  exit: () => process.exit(0),
  throw: () => {
    throw new Error('the writer met a mistake');
  },
  memory: () => {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from<number>({ length: 1_000_000 }).fill(0.5));
  },
  loop: () => {
    for (;;);
  },
  stall: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STALL_MS),
};

function look(): void {
  const fault = faultNow();
  if (fault === undefined) return;
  clearInterval(timer);
  fault();
}

function faultNow(): (() => void) | undefined {
  try {
    return FAULTS[readFileSync(FILE, 'utf8')];
  } catch {
    return undefined;
  }
}

const timer = isMainThread ? undefined : setInterval(look, LOOK_EVERY_MS).unref();
