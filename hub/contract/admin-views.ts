import { z } from 'zod';
import { IdentityKind } from './identity.ts';

/** What a hub answers to a technician's commands, over its admin socket. */
export const NewIdentity = z.object({
  name: z.string(),
  /** Told this once: the ledger keeps its hash. */
  secret: z.string(),
  store: z.string(),
});
export type NewIdentity = z.infer<typeof NewIdentity>;

export const IdentityRows = z.array(z.object({ kind: IdentityKind, name: z.string() }));

export const ImportAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), products: z.int() }),
  z.object({
    kind: z.literal('invalid'),
    errorCount: z.int(),
    errors: z.array(z.object({ line: z.int(), reason: z.string() })),
  }),
]);

export const Changed = z.object({ changed: z.int() });
export const Dropped = z.object({ dropped: z.int() });
export const RejectedPayload = z.object({ payload: z.string(), sender: z.string(), reason: z.string() });

export const AdminStatus = z.object({
  running: z.boolean(),
  version: z.string(),
  health: z.object({ state: z.string(), takesWrites: z.boolean(), problem: z.string().nullable() }),
  counts: z.object({
    products: z.int(),
    unlisted: z.int(),
    exceptions: z.int(),
    rejected: z.int(),
    lastSeq: z.int(),
  }),
});
export type AdminStatus = z.infer<typeof AdminStatus>;
