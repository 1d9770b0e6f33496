import { z } from 'zod';
import { readBarcodePattern } from '../kit/barcode-pattern.ts';

/**
 * Every setting of the hub, once: name, default and what it is for. The command line prints this as the
 * documentation of the configuration file.
 */
const port = (fallback: number) => z.int().min(0).max(65_535).default(fallback);

const Store = z
  .strictObject({
    name: z.string().min(1).max(200).default('My shop').describe('The shop’s name, as pages show it.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'is not an ISO 4217 code such as EUR')
      .default('EUR')
      .describe('ISO 4217.'),
    locale: z.string().min(2).default('en-GB').describe('How numbers and times are written, such as de-DE.'),
    time_zone: z.string().min(1).default('UTC').describe('IANA name, such as Europe/Berlin.'),
  })
  .refine(({ time_zone }) => isTimeZone(time_zone), { path: ['time_zone'], message: 'is no IANA time zone' })
  .refine(({ locale }) => isLocale(locale), { path: ['locale'], message: 'is no BCP 47 language tag' });

const Data = z.strictObject({
  dir: z
    .string()
    .min(1)
    .default('./data')
    .describe('Where the ledger is. A local disk, never a network share.'),
});

const LOOPBACK = /^(127\.|::1$|localhost$)/;

const Web = z
  .strictObject({
    host: z.string().min(1).default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for every network.'),
    port: port(8080).describe('0 takes any free port.'),
    allow_remote_pages: z
      .boolean()
      .default(false)
      .describe(
        'Pages answer other computers too. There is no sign-in yet: everybody on the network can use them.',
      ),
    host_names: z
      .array(z.string().min(1))
      .max(20)
      .default([])
      .describe('Names under which browsers may ask for pages, apart from localhost and addresses.'),
  })
  .refine(({ host, allow_remote_pages }) => !(allow_remote_pages && LOOPBACK.test(host)), {
    path: ['allow_remote_pages'],
    message: 'has no effect while host is this computer only: set host = "0.0.0.0" as well',
  });

const Mqtt = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for every network.'),
  port: port(1883).describe('0 takes any free port.'),
});

const Limits = z.strictObject({
  messages_per_second: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(500)
    .describe(
      'What one till or device may send in the long run. Beyond it nothing is lost: its acknowledgements come later.',
    ),
  messages_at_once: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(2_000)
    .describe('What one till or device may send faster than that, as after an hour without the hub.'),
  mqtt_connections: z
    .int()
    .min(10)
    .max(50_000)
    .default(1_000)
    .describe('Tills, devices and displays that are connected over MQTT at a time.'),
});

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

const BarcodeLayout = z.strictObject({
  pattern: z
    .string()
    .check(({ value, issues }) => {
      const read = readBarcodePattern(value);
      if (read.kind === 'wrong') issues.push({ code: 'custom', input: value, message: read.reason });
    })
    .describe(
      'How the digits are laid out, such as 21IIIIIWWWWWC: I item, V verifier, P price, W weight, C check.',
    ),
  decimals: z
    .int()
    .min(0)
    .max(6)
    .describe('How many digits of the price or weight stand behind the point; a weight is in kilograms.'),
});

const Barcodes = z.strictObject({
  preset: z
    .enum(['none', 'se', 'gb', 'us'])
    .default('none')
    .describe('The country’s own layouts for barcodes with a price or weight inside: se, gb or us.'),
  layout: z
    .array(BarcodeLayout)
    .max(20)
    .default([])
    .describe('The shop’s own layouts, as [[barcodes.layout]]; they go before those of the preset.'),
});

export const Config = z
  .strictObject({
    store: Store.prefault({}),
    data: Data.prefault({}),
    web: Web.prefault({}),
    mqtt: Mqtt.prefault({}),
    limits: Limits.prefault({}),
    barcodes: Barcodes.prefault({}),
    destination: z
      .array(z.discriminatedUnion('kind', [Webhook, ArchiveFile]))
      .max(20)
      .default([]),
  })
  .refine(({ destination }) => new Set(destination.map(({ name }) => name)).size === destination.length, {
    path: ['destination'],
    message: 'has two entries of the same name',
  });
export type Config = z.infer<typeof Config>;
export type DestinationConfig = Config['destination'][number];

function isTimeZone(timeZone: string): boolean {
  return succeeds(() => new Intl.DateTimeFormat('en', { timeZone }));
}

function isLocale(locale: string): boolean {
  return succeeds(() => Intl.getCanonicalLocales(locale));
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
