import { z } from 'zod';
import { Name, Note, Reference, text } from './fields.ts';
import { LIMITS } from './limits.ts';

/**
 * A person has dealt with an exception. Made by the hub itself. People name an exception by its number, and another
 * release may number them otherwise when it makes them anew from the log: the entry that raised it, the cause and the
 * subject stay, and name it where a closing has all three.
 */
export const ExceptionClosed = z.object({
  exception: z.int().min(1).describe('The number that it had when it was closed.'),
  entry: z.int().min(1).optional().describe('The place in the ledger of the event that raised it.'),
  cause: Reference.optional(),
  subject: text(LIMITS.exceptionSubject).optional(),
  by: Name.optional(),
  note: Note.optional(),
});
