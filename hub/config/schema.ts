import { z } from 'zod';
import { PositiveDecimal } from '../contract/fields.ts';
import { LIMITS } from '../contract/limits.ts';
import { readBarcodePattern } from '../kit/barcode-pattern.ts';
import { Destination } from './destination-schema.ts';
import { LOOPBACK } from './loopback.ts';

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
    day_starts_at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 04:00')
      .default('00:00')
      .describe('When the business day begins: what is sold before belongs to the evening before.'),
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

const Books = z.strictObject({
  journal_per: z
    .enum(['session', 'sale'])
    .default('session')
    .describe('Whether the accounting journal has an entry for each register session or for each sale.'),
  cost_of_goods: z
    .boolean()
    .default(false)
    .describe('Whether what sold goods cost goes from inventory to cost of goods.'),
  close_day_after: z
    .int()
    .min(0)
    .max(240)
    .optional()
    .describe(
      'Hours after its end at which a business day is closed, if all its sessions are. Without it, people close days.',
    ),
});

const decimal = (description: string) =>
  z.union([z.string(), z.number()]).transform(String).pipe(PositiveDecimal).describe(description);

const Loyalty = z.strictObject({
  points_per_unit: decimal(
    'Points for each major unit of the currency that is paid for goods and services; gift cards and deposits earn none.',
  ),
  units_per_point: decimal('What a point is worth in major units, when it is redeemed.'),
  expire_after_days: z.int().min(1).max(LIMITS.days).optional().describe('Without it, points stay for ever.'),
});

export const Config = z
  .strictObject({
    store: Store.prefault({}),
    data: Data.prefault({}),
    web: Web.prefault({}),
    mqtt: Mqtt.prefault({}),
    limits: Limits.prefault({}),
    barcodes: Barcodes.prefault({}),
    books: Books.prefault({}),
    loyalty: Loyalty.optional().describe('Without this section there are no points.'),
    destination: z.array(Destination).max(20).default([]),
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
