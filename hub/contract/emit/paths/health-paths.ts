import { flags, probe } from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

/** How the hub itself is, for a supervisor. */
export const HEALTH_PATHS: JsonObject = {
  '/healthz': { get: probe('alive', 'Whether the process lives.', { '200': flags('It lives.', 'alive') }) },
  '/readyz': {
    get: probe('ready', 'Whether the ledger takes writes.', {
      '200': flags('It does.', 'ready'),
      '503': flags('It does not; `problem` says why.', 'ready'),
    }),
  },
  '/metrics': {
    get: probe('metrics', 'The figures of the hub in Prometheus’ text format.', {
      '200': { description: 'The figures.', content: { 'text/plain': { schema: { type: 'string' } } } },
    }),
  },
};
