/** Every MQTT topic of the hub. SKUs and location codes are percent-encoded, so that `/`, `+` and `#` in them are safe. */
export const TOPIC_ROOT = 'backroom/v1';

export type TillChannel = 'event' | 'reply' | 'ack' | 'ask' | 'answer' | 'status';
export type DeviceChannel = 'meta' | 'status' | 'state' | 'command' | 'result';

export const HUB_STATUS_TOPIC = `${TOPIC_ROOT}/hub/status`;
export const CATALOGUE_VERSION_TOPIC = `${TOPIC_ROOT}/catalogue/version`;

export function tillTopic(till: string, channel: TillChannel): string {
  return `${TOPIC_ROOT}/till/${till}/${channel}`;
}

export function deviceTopic(device: string, channel: DeviceChannel): string {
  return `${TOPIC_ROOT}/device/${device}/${channel}`;
}

export function deviceEventTopic(device: string, kind: string): string {
  return `${TOPIC_ROOT}/device/${device}/event/${kind}`;
}

/** `stock` is what is there, `low-stock` is told to people. */
export type CodedTopic = 'stock' | 'low-stock';

export function lowStockTopic(location: string, sku: string): string {
  return codedTopic('low-stock', location, sku);
}

export function stockTopic(location: string, sku: string): string {
  return codedTopic('stock', location, sku);
}

function codedTopic(topic: CodedTopic, location: string, sku: string): string {
  return `${TOPIC_ROOT}/${topic}/${encodeURIComponent(location)}/${encodeURIComponent(sku)}`;
}
