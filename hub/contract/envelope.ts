import { z } from 'zod';
import { label } from './fields.ts';
import { LIMITS } from './limits.ts';

/**
 * The envelope of every event: CloudEvents 1.0, structured JSON (https://github.com/cloudevents/spec).
 * `sequence` counts the ledger events of one installation without gaps. `time` is what the till's clock
 * claims and `clock` how well it knows.
 */
const ClockQuality = z
  .enum(['synced', 'unsynced', 'unknown'])
  .describe('Whether the clock behind `time` is set from elsewhere.');

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const SOURCE = new RegExp(
  `^/stores/(${UUID})/(tills|devices|hub)/([A-Za-z0-9][A-Za-z0-9._-]{0,63})/(${UUID})$`,
);

export const EventId = label(LIMITS.id).describe('Made by the till and never used again; a UUIDv7 is best.');
export const Source = z
  .string()
  .max(LIMITS.source)
  .regex(SOURCE, 'is not /stores/{store uuid}/tills/{till}/{installation uuid}')
  .describe('Store, till and installation: both UUIDs are made once.');
export const Sequence = z
  .string()
  .regex(/^(?!0{12})\d{12}$/, 'is not twelve digits, from 000000000001 on')
  .describe('Counts the events of one installation without gaps, from 000000000001.');

/** The attributes of an event, with the shape of its data left open. */
export const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: EventId,
  source: Source,
  type: label(LIMITS.reference),
  time: z.iso.datetime({ offset: true }).max(LIMITS.time).describe('What the clock of the till says.'),
  sequence: Sequence.optional(),
  clock: ClockQuality,
  datacontenttype: z.literal('application/json').optional(),
  data: z.record(z.string(), z.unknown()),
});
export type Envelope = z.infer<typeof Envelope>;

export interface SourceParts {
  readonly store: string;
  readonly kind: 'tills' | 'devices' | 'hub';
  readonly name: string;
  readonly installation: string;
}

/** Takes a source apart, or gives null when it is none. */
export function parseSource(source: string): SourceParts | null {
  const match = SOURCE.exec(source);
  if (match === null) return null;
  const [, store = '', kind = '', name = '', installation = ''] = match;
  return { store, kind: kind === 'hub' || kind === 'devices' ? kind : 'tills', name, installation };
}

export function formatSource(parts: SourceParts): string {
  return `/stores/${parts.store}/${parts.kind}/${parts.name}/${parts.installation}`;
}

export function formatSequence(sequence: number): string {
  return sequence.toString().padStart(12, '0');
}
