import { pino } from 'pino';
import type { Log } from '../kit/log.ts';

/** JSON lines on standard error, for journald. What could be a secret is never written. */
export function createLog(level: string): Log {
  return pino(
    { level, base: null, redact: ['secret', '*.secret', 'password', '*.password', 'authorization'] },
    pino.destination({ dest: 2, sync: true }),
  );
}
