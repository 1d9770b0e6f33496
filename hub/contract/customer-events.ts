import { z } from 'zod';
import { BusinessDate, Name, Note, Reference, text } from './fields.ts';
import { LIMITS } from './limits.ts';
import { doneBy } from './stock-line.ts';

const Instant = z.iso.datetime({ offset: true }).max(LIMITS.time);
const Email = text(LIMITS.email).regex(/^[^\s@]+@[^\s@]+$/u, 'is not an e-mail address');
const Phone = text(LIMITS.phone).regex(/^\+?[0-9][0-9 ()./-]*$/, 'is not a telephone number');

const Consent = z.object({
  channel: z.enum(['email', 'sms', 'phone', 'post']),
  given: z.boolean(),
  at: Instant,
  source: Name.describe('Where it was given: `till-1`, `web shop`, `paper form 118`.'),
});

/**
 * A customer, by an opaque id (a UUID is best) that sales then name. Only what is set changes. What tells who it is does
 * not stand in the log: it is kept in a table of its own, and can be erased.
 */
export const CustomerCaptured = z.object({
  customerId: Reference,
  name: Name.optional(),
  email: Email.optional(),
  phone: Phone.optional(),
  loyaltyCard: Reference.optional(),
  verified: z
    .array(z.enum(['email', 'phone']))
    .max(2)
    .optional()
    .describe('What the customer has proven to be theirs. Only that, or a card, finds a customer again.'),
  consents: z.array(Consent).max(LIMITS.consents).optional(),
  ...doneBy,
});
export type CustomerCaptured = z.infer<typeof CustomerCaptured>;

/** Two ids turn out to be one person: history, points and consents go over. */
export const CustomerMerged = z.object({
  customerId: Reference,
  into: Reference,
  because: z.enum(['email', 'phone', 'card', 'person']),
  by: Name.optional(),
});
export type CustomerMerged = z.infer<typeof CustomerMerged>;

/** The merge was a mistake. */
export const CustomerMergeUndone = z.object({ customerId: Reference, by: Name.optional() });
export type CustomerMergeUndone = z.infer<typeof CustomerMergeUndone>;

/** The person is forgotten: totals, receipts and points stay, without a name. */
export const CustomerErased = z.object({
  customerId: Reference,
  by: Name.optional(),
  reason: Note.optional(),
});
export type CustomerErased = z.infer<typeof CustomerErased>;

/** Points change without a sale. */
export const LoyaltyAdjusted = z.object({
  customerId: Reference,
  points: z.int().min(-LIMITS.points).max(LIMITS.points),
  reason: z.enum(['opening', 'goodwill', 'correction', 'redeemed', 'expired']),
  businessDate: BusinessDate,
  ...doneBy,
  note: Note.optional(),
});
export type LoyaltyAdjusted = z.infer<typeof LoyaltyAdjusted>;

/** Who works here: an opaque id in the log, the name in the personal table. */
export const EmployeeSet = z.object({
  employeeId: Reference,
  name: Name.optional(),
  left: z.boolean().optional(),
  erased: z
    .literal(true)
    .optional()
    .describe('The name is forgotten for ever. Who comes back gets a new id.'),
});
export type EmployeeSet = z.infer<typeof EmployeeSet>;
