import { z } from 'zod';

const Consent = z.object({
  channel: z.enum(['email', 'sms', 'phone', 'post']),
  given: z.boolean(),
  at: z.string(),
  source: z.string(),
});

const Contact = z.object({
  value: z.string(),
  verified: z.boolean().describe('Only what is verified finds the customer again.'),
});

/** Who it is; everything is null where nobody said so, or where the person was erased. */
const Person = z.object({
  name: z.string().nullable(),
  email: Contact.nullable(),
  phone: Contact.nullable(),
  loyaltyCard: z.string().nullable(),
});
export type PersonAnswer = z.infer<typeof Person>;

/** One receipt of a history, of whatever channel. */
const CustomerReceipt = z.object({
  seq: z.int(),
  kind: z.enum(['sale', 'refund']),
  businessDate: z.string(),
  currency: z.string(),
  totalMinor: z.int(),
  voided: z.boolean(),
  /** The till or device that told it. */
  sender: z.string(),
  /** Under which of its ids. */
  customerId: z.string(),
  order: z
    .object({ channel: z.string(), orderNumber: z.string() })
    .nullable()
    .describe('Of a refund: the order of another channel that it gives back.'),
});
export type CustomerReceipt = z.infer<typeof CustomerReceipt>;

/** A customer, with everything that is one with it by now. */
export const CustomerAnswer = z.object({
  customerId: z.string().describe('The one that others were merged into.'),
  erased: z.boolean(),
  person: Person,
  ids: z.array(
    z.object({
      customerId: z.string(),
      mergedInto: z.string().nullable(),
      because: z.enum(['email', 'phone', 'card', 'person']).nullable(),
    }),
  ),
  consents: z.array(Consent),
  totals: z.array(
    z.object({
      currency: z.string(),
      visits: z.int().describe('Sales that count.'),
      spentMinor: z.int().describe('Less what was given back.'),
    }),
  ),
  lastDate: z.string().nullable().describe('The business day of the newest sale that counts.'),
  points: z.int(),
  credit: z
    .array(
      z.object({
        kind: z.enum(['store_credit', 'deposit']),
        currency: z.string(),
        balanceMinor: z.int(),
        heldMinor: z.int().describe('Kept for tills by open holds.'),
        availableMinor: z.int(),
      }),
    )
    .describe('Store credit and deposits that go by the customer, all of its ids together.'),
  receipts: z.array(CustomerReceipt).describe('Newest first.'),
  asOfSeq: z.int(),
});
export type CustomerAnswer = z.infer<typeof CustomerAnswer>;

export const CustomerPage = z.object({ customers: z.array(CustomerAnswer) });

const PointsEntry = z.object({
  seq: z.int(),
  at: z.string(),
  reason: z.string(),
  points: z.int().describe('Below zero where they went.'),
  customerId: z.string(),
});

export const PointsAnswer = z.object({
  customerId: z.string(),
  points: z.int(),
  entries: z.array(PointsEntry).describe('Newest first.'),
});
export type PointsAnswer = z.infer<typeof PointsAnswer>;

const OtherFields = z.object({ seq: z.int(), fields: z.unknown() });
export type OtherFields = z.infer<typeof OtherFields>;

/** All that the shop has of one person. */
export const CustomerExport = CustomerAnswer.extend({
  receipts: z.array(CustomerReceipt.extend({ data: z.unknown().describe('As the till told it.') })),
  pointsEntries: z.array(PointsEntry),
  otherFields: z
    .array(OtherFields)
    .describe('What tills told with a capture or a receipt that the contract has no field for.'),
});
export type CustomerExport = z.infer<typeof CustomerExport>;

export const ListedCustomer = z.object({
  customerId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  lastDate: z.string(),
  spentMinor: z.int().describe('In the year that was asked about, else 0.'),
});
export type ListedCustomer = z.infer<typeof ListedCustomer>;

/** The columns of a list as CSV. */
export const LIST_COLUMNS = ['customerId', 'name', 'email', 'phone', 'lastDate', 'spentMinor'] as const;

export const CustomerList = z.object({ customers: z.array(ListedCustomer), next: z.int().nullable() });
export type CustomerList = z.infer<typeof CustomerList>;

/** What is asked of a list, as a query has it. */
export const CustomerListQuestion = z.object({
  department: z.string().optional(),
  notSinceDays: z.coerce.number().int().min(1).max(36_500).optional(),
  spentOverMinor: z.coerce.number().int().min(0).optional(),
  year: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  consent: z.enum(['email', 'sms', 'phone', 'post', 'any']).default('email'),
  after: z.coerce.number().int().min(0).default(0),
});

export type CustomerListQuestion = z.infer<typeof CustomerListQuestion>;

export const EmployeeAnswer = z.object({
  employeeId: z.string(),
  name: z.string().nullable(),
  left: z.boolean(),
  erased: z.boolean().describe('The name was forgotten for ever.'),
});
export type EmployeeAnswer = z.infer<typeof EmployeeAnswer>;

/** Who did something. Names stand beside the log, and can be erased. */
export const ActingEmployee = EmployeeAnswer.pick({ employeeId: true, name: true });
export type ActingEmployee = z.infer<typeof ActingEmployee>;

export const EmployeePage = z.object({ employees: z.array(EmployeeAnswer) });
