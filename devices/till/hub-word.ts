import { HubStatus } from '../../hub/contract/ask.ts';
import { EventReply, TillAck } from '../../hub/contract/reply.ts';
import { HUB_STATUS_TOPIC, tillTopic } from '../../hub/contract/topics.ts';
import type { Message } from '../link/wire.ts';

/** What the hub says to a till. */
export type HubWord =
  | { readonly kind: 'reply'; readonly reply: EventReply }
  | { readonly kind: 'ack'; readonly ack: TillAck; readonly retained: boolean }
  | { readonly kind: 'status'; readonly status: HubStatus };

/** Reads a message from the hub; null for what this till does not understand, which a newer hub may send. */
export function readHubWord(till: string, { topic, payload, retained }: Message): HubWord | null {
  const value = parseJson(payload);
  switch (topic) {
    case tillTopic(till, 'reply'): {
      const reply = EventReply.safeParse(value);
      return reply.success ? { kind: 'reply', reply: reply.data } : null;
    }
    case tillTopic(till, 'ack'): {
      const ack = TillAck.safeParse(value);
      return ack.success ? { kind: 'ack', ack: ack.data, retained } : null;
    }
    case HUB_STATUS_TOPIC: {
      const status = HubStatus.safeParse(value);
      return status.success ? { kind: 'status', status: status.data } : null;
    }
    default:
      return null;
  }
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
