import { z } from 'zod';

/** What the hub answers to an event, on `till/{till}/reply` and over HTTP. The acknowledgement itself is the PUBACK. */
const ReplyException = z.object({ cause: z.string(), subject: z.string(), detail: z.string() });

export const REPLY_EXCEPTIONS_MAX = 20;

/**
 * accepted: counted now. duplicate: counted before, nothing changed. conflict: the id is known with other
 * content, which is kept for a person and does not count. rejected: the event cannot be read; it is kept
 * for a person under the payload's SHA-256.
 */
export const EventReply = z.object({
  outcome: z.enum(['accepted', 'duplicate', 'conflict', 'rejected']),
  /** Both are left out of `rejected` where they could not be read. */
  id: z.string().optional(),
  source: z.string().optional(),
  /** The event's place in the ledger's order. */
  seq: z.int().optional(),
  /** SHA-256 of the payload as received, hexadecimal. Given when it was rejected. */
  sha256: z.string().optional(),
  reason: z.object({ code: z.string(), message: z.string(), path: z.string().optional() }).optional(),
  /** At most twenty; `exceptionCount` tells how many there are. */
  exceptions: z.array(ReplyException).max(REPLY_EXCEPTIONS_MAX).optional(),
  exceptionCount: z.int().optional(),
  refused: ReplyException.optional().describe(
    'The event is in the ledger and got nothing of what it asked for: a reservation with `ifAvailable` where less was available, or a hold of more money than there was.',
  ),
});
export type EventReply = z.infer<typeof EventReply>;

/** Retained on `till/{till}/ack`: every event up to `sequence` of that installation is on disk. */
export const TillAck = z.object({
  installation: z.string(),
  sequence: z.string(),
  /** Changes when the hub's ledger was made anew or restored: tills then send again what it lacks. */
  incarnation: z.string(),
});
export type TillAck = z.infer<typeof TillAck>;
