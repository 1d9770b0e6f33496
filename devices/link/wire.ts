/** Where a link connects to and as whom. */
export interface MqttAddress {
  readonly url: string;
  readonly name: string;
  readonly secret: string;
  /** Retained `online` and `offline`, the latter as last will too. */
  readonly statusTopic: string;
  readonly subscriptions: readonly string[];
}

export interface Message {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retained: boolean;
}
