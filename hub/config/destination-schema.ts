import { z } from 'zod';
import { LOOPBACK } from './loopback.ts';

/** Where events go out of the shop: one shape for each kind of destination. */
const destinationName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'has more than lower-case letters, digits and hyphens')
  .describe('Its name in lists and commands. Do not change it: a new name is a new destination.');
const fromStart = z
  .boolean()
  .default(false)
  .describe('A new destination gets the whole log, not what comes from now on.');

export const SECRET_LENGTH_MIN = 16;

const Webhook = z
  .strictObject({
    name: destinationName,
    kind: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/ }).describe('Where batches of events are posted.'),
    secret: z
      .string()
      .min(SECRET_LENGTH_MIN)
      .optional()
      .describe('Signs each request. At least 16 characters.'),
    secret_file: z.string().min(1).optional().describe('A file that holds the secret, instead of `secret`.'),
    batch_items: z.int().min(1).max(1_000).default(100).describe('A batch has at most this many events.'),
    batch_age_ms: z
      .int()
      .min(0)
      .max(3_600_000)
      .default(1_000)
      .describe('An event waits at most this long for company.'),
    retry_max_ms: z
      .int()
      .min(100)
      .max(300_000)
      .default(300_000)
      .describe('The longest wait between two attempts.'),
    timeout_ms: z.int().min(100).max(300_000).default(30_000).describe('How long an answer may take.'),
    from_start: fromStart,
  })
  .refine(({ secret, secret_file }) => (secret === undefined) !== (secret_file === undefined), {
    path: ['secret'],
    message: 'or secret_file must be given, and not both',
  });

const Email = z
  .strictObject({
    name: destinationName,
    kind: z.literal('email'),
    host: z.string().min(1).describe('The mail server.'),
    port: z.int().min(1).max(65_535).default(587),
    encryption: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .describe('starttls (usual on port 587), tls from the start (usual on 465), or none.'),
    ca: z
      .string()
      .min(1)
      .optional()
      .describe('Certificates (PEM) that are trusted, where the mail server has one of its own making.'),
    ca_file: z.string().min(1).optional().describe('A file that holds them, instead of `ca`.'),
    user: z.string().min(1).optional().describe('For mail servers that want a sign-in.'),
    password: z.string().min(1).optional().describe('The password of `user`.'),
    password_file: z.string().min(1).optional().describe('A file that holds it, instead of `password`.'),
    from: z.email().describe('The address that mail comes from.'),
    to: z.array(z.email()).min(1).max(20).describe('Who is told what is low.'),
    batch_items: z.int().min(1).max(5_000).default(1_000).describe('A batch has at most this many events.'),
    batch_age_ms: z
      .int()
      .min(0)
      .max(3_600_000)
      .default(30_000)
      .describe('What gets low within this time comes in one mail.'),
    timeout_ms: z.int().min(100).max(300_000).default(60_000).describe('How long a mail may take.'),
    from_start: fromStart,
  })
  .refine(({ password, password_file }) => password === undefined || password_file === undefined, {
    path: ['password'],
    message: 'and password_file are the same: give one of them',
  })
  .refine(
    ({ user, password, password_file }) =>
      (user === undefined) === (password === undefined && password_file === undefined),
    { path: ['user'], message: 'and its password must be given together' },
  )
  .refine(
    ({ user, encryption, host }) => user === undefined || encryption !== 'none' || LOOPBACK.test(host),
    {
      path: ['encryption'],
      message: 'must be starttls or tls where there is a password',
    },
  );

const ArchiveFile = z.strictObject({
  name: destinationName,
  kind: z.literal('archive-file'),
  dir: z.string().min(1).describe('A folder for daily files of the log, best on another disk.'),
  batch_items: z.int().min(1).max(5_000).default(1_000).describe('A batch has at most this many events.'),
  batch_age_ms: z
    .int()
    .min(0)
    .max(3_600_000)
    .default(10_000)
    .describe('An event waits at most this long for company.'),
  from_start: fromStart,
});

const plainText = {
  name: destinationName,
  dir: z.string().min(1).describe('A folder for the books: one file a month.'),
  mapped_only: z
    .boolean()
    .default(false)
    .describe('Nothing is written before every account in it was given a name with `backroom map set`.'),
  batch_items: z.int().min(1).max(5_000).default(1_000).describe('A batch has at most this many events.'),
  batch_age_ms: z
    .int()
    .min(0)
    .max(3_600_000)
    .default(10_000)
    .describe('An event waits at most this long for company.'),
  from_start: fromStart,
};

const Hledger = z.strictObject({ kind: z.literal('hledger'), ...plainText });
const Beancount = z.strictObject({ kind: z.literal('beancount'), ...plainText });

export const Destination = z.discriminatedUnion('kind', [Webhook, Email, ArchiveFile, Hledger, Beancount]);
