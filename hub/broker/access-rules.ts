import type { Identity, IdentityKind } from '../contract/identity.ts';
import { LIMITS } from '../contract/limits.ts';
import { CATALOGUE_VERSION_TOPIC, HUB_STATUS_TOPIC, TOPIC_ROOT } from '../contract/topics.ts';
import { parseStockFilter } from './stock-filter.ts';

/**
 * Who may say and hear what. What no rule names is denied: topics of others, `#`, `$SYS`, `+` in place of a name.
 *
 * `event` and `ask` are taken by the hub and reach no subscriber; `forward` goes to those who may hear it.
 */
export interface AccessRules {
  judgePublish(identity: Identity, claim: PublishClaim): PublishVerdict;
  maySubscribe(identity: Identity, filter: string): boolean;
}

export type PublishVerdict =
  | { readonly kind: 'event' | 'ask' | 'forward' }
  | { readonly kind: 'denied'; readonly reason: string };

export interface PublishClaim {
  readonly topic: string;
  readonly retain: boolean;
  readonly bytes: number;
  /** What is published for the client when its connection breaks. */
  readonly isWill?: boolean;
}

interface PublishRule {
  readonly who: IdentityKind;
  /** Below the topics of the identity itself; `{kind}` is one level of its own choice. */
  readonly channel: string;
  readonly as: 'event' | 'ask' | 'forward';
  readonly mayRetain: boolean;
  readonly mayBeWill: boolean;
  readonly bytesMax: number;
}

const ASK_BYTES = 2_048;
const STATUS_BYTES = 2_048;
const DEVICE_BYTES = 65_536;

const taken = { mayRetain: false, mayBeWill: false };
const passing = { as: 'forward', mayRetain: false, mayBeWill: false } as const;
const kept = { as: 'forward', mayRetain: true, mayBeWill: false } as const;
const status = { as: 'forward', mayRetain: true, mayBeWill: true, bytesMax: STATUS_BYTES } as const;

/**
 * A refusal here closes the connection, and a till then sends the same again for ever. So the event channel takes
 * more than an event may have: the ledger keeps one that is too large, acknowledges it and says what is wrong.
 */
const PUBLISH_RULES: readonly PublishRule[] = [
  { who: 'till', channel: 'event', as: 'event', ...taken, bytesMax: LIMITS.eventMessageBytes },
  { who: 'till', channel: 'ask', as: 'ask', ...taken, bytesMax: ASK_BYTES },
  { who: 'till', channel: 'status', ...status },
  { who: 'device', channel: 'status', ...status },
  { who: 'device', channel: 'meta', ...kept, bytesMax: DEVICE_BYTES },
  { who: 'device', channel: 'state', ...kept, bytesMax: DEVICE_BYTES },
  { who: 'device', channel: 'result', ...passing, bytesMax: DEVICE_BYTES },
  { who: 'device', channel: 'event/{kind}', ...passing, bytesMax: DEVICE_BYTES },
];

const OWN_CHANNELS_TO_HEAR: Readonly<Record<IdentityKind, readonly string[]>> = {
  till: ['reply', 'ack', 'answer'],
  device: ['command'],
};

const SHARED_TOPICS_TO_HEAR: readonly string[] = [HUB_STATUS_TOPIC, CATALOGUE_VERSION_TOPIC];

export function judgePublish(identity: Identity, claim: PublishClaim): PublishVerdict {
  const channel = ownChannel(identity, claim.topic);
  const rule = PUBLISH_RULES.find((each) => each.who === identity.kind && each.channel === channel);
  if (rule === undefined) return denied('that topic is not its to publish');
  if (claim.retain && !rule.mayRetain) return denied('that topic is not retained');
  if (claim.isWill === true && !rule.mayBeWill) return denied('a last will belongs on the own status topic');
  if (claim.bytes > rule.bytesMax) return denied(`at most ${rule.bytesMax} bytes belong there`);
  return { kind: rule.as };
}

export function maySubscribe(identity: Identity, filter: string): boolean {
  if (SHARED_TOPICS_TO_HEAR.includes(filter)) return true;
  if (parseStockFilter(filter) !== null) return true;
  const channel = ownChannel(identity, filter);
  return channel !== undefined && OWN_CHANNELS_TO_HEAR[identity.kind].includes(channel);
}

/** The topic below the identity's own root, with a device's kind of event written as `{kind}`. */
function ownChannel(identity: Identity, topic: string): string | undefined {
  const root = `${TOPIC_ROOT}/${identity.kind}/${identity.name}/`;
  if (!topic.startsWith(root)) return undefined;
  return topic.slice(root.length).replace(/^event\/[A-Za-z0-9._-]{1,64}$/, 'event/{kind}');
}

/** The rules of a shop. */
export const shopRules: AccessRules = { judgePublish, maySubscribe };

function denied(reason: string): PublishVerdict {
  return { kind: 'denied', reason };
}
