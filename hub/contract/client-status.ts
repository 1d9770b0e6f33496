import { z } from 'zod';

/** Retained on `till/{till}/status` and `device/{device}/status`; `offline` is also the last will. Not a ledger event. */
export const ClientStatus = z.object({ state: z.enum(['online', 'offline']) });
export type ClientStatus = z.infer<typeof ClientStatus>;
