import {
  CATALOGUE_VERSION_TOPIC,
  type DeviceChannel,
  deviceEventTopic,
  deviceTopic,
  HUB_STATUS_TOPIC,
  type TillChannel,
  tillTopic,
  TOPIC_ROOT,
} from '../topics.ts';
import type { JsonObject, SchemaName } from './schemas.ts';

/** A topic as the till or device sees it. */
export interface Channel {
  readonly name: string;
  readonly address: string;
  readonly action: 'send' | 'receive';
  readonly qos: 0 | 1;
  readonly retained: boolean;
  readonly title: string;
  readonly description: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** A named schema, an own one, or every event that a till makes. */
  readonly payload: SchemaName | JsonObject | 'till-events';
  /** The name of the channel on which the hub answers. */
  readonly answeredOn?: string;
}

type ChannelWords = Omit<Channel, 'name' | 'address' | 'parameters'>;

const TILL_CHANNELS: Record<TillChannel, ChannelWords> = {
  event: {
    action: 'send',
    qos: 1,
    retained: false,
    title: 'Events of a till',
    description:
      'One event a message. The PUBACK means that it is on disk. QoS 2 gives the same guarantee; an event sent with ' +
      'QoS 0 is kept too, but the till is not told by the protocol.',
    payload: 'till-events',
    answeredOn: 'tillReply',
  },
  reply: {
    action: 'receive',
    qos: 0,
    retained: false,
    title: 'Replies to events',
    description: 'What became of each event. Comes after its PUBACK, and only to a till that is connected.',
    payload: 'EventReply',
  },
  ack: {
    action: 'receive',
    qos: 0,
    retained: true,
    title: 'How far the hub is',
    description:
      'Every event of `installation` up to `sequence` is on disk. A new `incarnation` means that the hub was restored: ' +
      'everything after `sequence` has to be sent again.',
    payload: 'TillAck',
  },
  ask: {
    action: 'send',
    qos: 0,
    retained: false,
    title: 'Questions of a till',
    description: 'A question about stock, a product or a price. It is no event and takes no sequence number.',
    payload: 'Ask',
    answeredOn: 'tillAnswer',
  },
  answer: {
    action: 'receive',
    qos: 0,
    retained: false,
    title: 'Answers to questions',
    description: 'Carries the `correlationId` of its question, or null where that could not be read.',
    payload: 'Answer',
  },
  status: {
    action: 'send',
    qos: 1,
    retained: true,
    title: 'Whether a till is there',
    description: 'Sent after connecting; `offline` is also the last will.',
    payload: 'ClientStatus',
  },
};

const DEVICE_OBJECT: JsonObject = { type: 'object', description: 'Each kind of device describes its own.' };

const DEVICE_CHANNELS: Record<DeviceChannel, ChannelWords> = {
  meta: {
    action: 'send',
    qos: 1,
    retained: true,
    title: 'What a device is',
    description: 'Kind, maker, model and abilities.',
    payload: DEVICE_OBJECT,
  },
  status: {
    action: 'send',
    qos: 1,
    retained: true,
    title: 'Whether a device is there',
    description: 'Sent after connecting; `offline` is also the last will.',
    payload: 'ClientStatus',
  },
  state: {
    action: 'send',
    qos: 1,
    retained: true,
    title: 'How a device is',
    description: 'Its present state, such as paper low or a weight at rest.',
    payload: DEVICE_OBJECT,
  },
  command: {
    action: 'receive',
    qos: 1,
    retained: false,
    title: 'Commands to a device',
    description: 'What the hub wants it to do.',
    payload: DEVICE_OBJECT,
    answeredOn: 'deviceResult',
  },
  result: {
    action: 'send',
    qos: 1,
    retained: false,
    title: 'Results of commands',
    description: 'What became of a command.',
    payload: DEVICE_OBJECT,
  },
};

const TILL = { till: 'The name of the till, as in its credential.' };
const DEVICE = { device: 'The name of the device, as in its credential.' };

const HUB_CHANNELS: readonly Channel[] = [
  {
    name: 'deviceEvent',
    address: deviceEventTopic('{device}', '{kind}'),
    action: 'send',
    qos: 1,
    retained: false,
    title: 'Events of a device',
    description:
      'Something that happened at the device, such as a scanned code. It is not kept in the ledger.',
    parameters: { ...DEVICE, kind: 'What happened, such as `scan`.' },
    payload: DEVICE_OBJECT,
  },
  {
    name: 'stock',
    address: `${TOPIC_ROOT}/stock/{location}/{sku}`,
    action: 'receive',
    qos: 0,
    retained: true,
    title: 'Stock of a product at a location',
    description: 'The newest stock on hand. Subscribe to one, or to all with `+`.',
    parameters: { location: 'The code of the location, percent-encoded.', sku: 'The SKU, percent-encoded.' },
    payload: 'StockNotice',
  },
  {
    name: 'lowStock',
    address: `${TOPIC_ROOT}/low-stock/{location}/{sku}`,
    action: 'receive',
    qos: 0,
    retained: true,
    title: 'A product that is low at a location',
    description:
      'Told once when it gets low, and empty once when it is not any more. Subscribe to one, or to all with `+` or `#`.',
    parameters: { location: 'The code of the location, percent-encoded.', sku: 'The SKU, percent-encoded.' },
    payload: 'LowStockAnswer',
  },
  {
    name: 'catalogueVersion',
    address: CATALOGUE_VERSION_TOPIC,
    action: 'receive',
    qos: 0,
    retained: true,
    title: 'Version of the catalogue',
    description:
      'Grows with every change of a product. A till puts the version that it sold from into its events.',
    payload: 'CatalogueNotice',
  },
  {
    name: 'hubStatus',
    address: HUB_STATUS_TOPIC,
    action: 'receive',
    qos: 0,
    retained: true,
    title: 'Whether the hub is there',
    description: '`offline` is the last word of a hub that stops.',
    payload: 'HubStatus',
  },
];

/** Every topic of the contract, in the order in which a reader wants them. */
export const CHANNELS: readonly Channel[] = [
  ...channelsOf('till', TILL_CHANNELS, (channel) => ({
    address: tillTopic('{till}', channel),
    parameters: TILL,
  })),
  ...HUB_CHANNELS,
  ...channelsOf('device', DEVICE_CHANNELS, (channel) => ({
    address: deviceTopic('{device}', channel),
    parameters: DEVICE,
  })),
];

function channelsOf<Name extends string>(
  owner: string,
  words: Record<Name, ChannelWords>,
  place: (channel: Name) => Pick<Channel, 'address' | 'parameters'>,
): Channel[] {
  return (Object.keys(words) as Name[]).map((channel) => ({
    name: `${owner}${channel.charAt(0).toUpperCase()}${channel.slice(1)}`,
    ...place(channel),
    ...words[channel],
  }));
}
