import { z } from 'zod';
import { Name, Note } from './fields.ts';

/** A person has dealt with an exception. Made by the hub itself. */
export const ExceptionClosed = z.object({
  exception: z.int().min(1),
  by: Name.optional(),
  note: Note.optional(),
});
