import type { Log } from '../kit/log.ts';
import { messageOf } from '../kit/errors.ts';

const LOOK_EVERY_MS = 30_000;

/** Beyond this something holds the log back: a reader that does not end, or a disk that is full. */
const WAL_ALARM_BYTES = 268_435_456;

export interface WalWatchPorts {
  readonly walBytes: () => number;
  readonly checkpoint: () => Promise<void>;
  readonly log: Log;
}

/** Looks at the size of the write-ahead log, moves it into the file when it is large, and says when that does not help. */
export function watchWal(ports: WalWatchPorts): AsyncDisposable {
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(() => look(ports));
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

async function look(ports: WalWatchPorts): Promise<void> {
  const walBytes = ports.walBytes();
  if (walBytes < WAL_ALARM_BYTES) return;
  try {
    await ports.checkpoint();
    ports.log.warn({ walBytes }, 'The write-ahead log is large. If it stays so, restart the hub.');
  } catch (error) {
    ports.log.error(
      { walBytes, reason: messageOf(error) },
      'The write-ahead log cannot be moved into the ledger file.',
    );
  }
}
