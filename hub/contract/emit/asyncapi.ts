import { LIMITS } from '../limits.ts';
import { CHANNELS, type Channel } from './channels.ts';
import { EVENT_WORDS } from './event-words.ts';
import { eventTypes, type JsonObject, schemasFor, type SchemaName } from './schemas.ts';

const HOME = '#/components/schemas/';
const MQTT_BINDING = '0.2.0';

/** AsyncAPI 3.0 of every topic, as seen by the till or device that connects: what it sends and what it receives. */
export function asyncApiDocument(): JsonObject {
  const names = CHANNELS.flatMap((channel) => messageSchemas(channel));
  return {
    asyncapi: '3.0.0',
    id: 'urn:backroom:contract:v1:mqtt',
    info: {
      title: 'Backroom over MQTT',
      version: '1.0.0',
      description: INFO,
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      hub: server('mqtt', '{host}:1883'),
      hubWebSocket: { ...server('ws', '{host}:8080'), pathname: '/mqtt' },
    },
    channels: Object.fromEntries(CHANNELS.map((channel) => [channel.name, channelObject(channel)])),
    operations: Object.fromEntries(CHANNELS.map((channel) => [operationName(channel), operation(channel)])),
    components: {
      securitySchemes: { secret: { type: 'userPassword', description: SECRET } },
      messages: Object.fromEntries(CHANNELS.flatMap(messageEntries)),
      schemas: schemasFor(HOME, names),
    },
  };
}

const INFO =
  'MQTT 3.1.1. The PUBACK of an event means that it is on disk. ' +
  `A payload is JSON in UTF-8 of at most ${LIMITS.eventBytes} bytes. Fields that are not described are allowed.`;
const SECRET = 'User name and client id are the name of the till or device, the password is its secret.';

function server(protocol: 'mqtt' | 'ws', host: string): JsonObject {
  return {
    host,
    protocol,
    protocolVersion: '3.1.1',
    description: 'The hub in the shop. The ports are what a new hub listens on.',
    variables: {
      host: { default: '127.0.0.1', description: 'The address of the hub in the shop’s network.' },
    },
    security: [{ $ref: '#/components/securitySchemes/secret' }],
  };
}

function channelObject(channel: Channel): JsonObject {
  return {
    address: channel.address,
    title: channel.title,
    description: channel.description,
    ...(channel.parameters === undefined ? {} : { parameters: parametersOf(channel.parameters) }),
    messages: Object.fromEntries(
      messageEntries(channel).map(([name]) => [name, { $ref: `#/components/messages/${name}` }]),
    ),
  };
}

function parametersOf(parameters: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(parameters).map(([name, description]) => [name, { description }]));
}

function operation(channel: Channel): JsonObject {
  return {
    action: channel.action,
    channel: { $ref: `#/channels/${channel.name}` },
    title: channel.title,
    bindings: { mqtt: { qos: channel.qos, retain: channel.retained, bindingVersion: MQTT_BINDING } },
    messages: messageEntries(channel).map(([name]) => ({
      $ref: `#/channels/${channel.name}/messages/${name}`,
    })),
    ...(channel.answeredOn === undefined
      ? {}
      : { reply: { channel: { $ref: `#/channels/${channel.answeredOn}` } } }),
  };
}

function operationName(channel: Channel): string {
  return `${channel.action}${channel.name.charAt(0).toUpperCase()}${channel.name.slice(1)}`;
}

/** One message a type of event, or one for the channel. */
function messageEntries(channel: Channel): [string, JsonObject][] {
  const contentType = 'application/json';
  const { payload } = channel;
  if (payload === 'till-events') {
    return eventTypes('till').map((type) => [
      type,
      { name: type, ...EVENT_WORDS[type], contentType, payload: { $ref: `${HOME}${type}` } },
    ]);
  }
  const schema = typeof payload === 'string' ? { $ref: `${HOME}${payload}` } : payload;
  return [[channel.name, { name: channel.name, title: channel.title, contentType, payload: schema }]];
}

function messageSchemas(channel: Channel): SchemaName[] {
  if (channel.payload === 'till-events') return eventTypes('till');
  return typeof channel.payload === 'string' ? [channel.payload] : [];
}
