import { type AccessRules, shopRules } from '../../hub/broker/access-rules.ts';

/**
 * The rules of a shop, and besides a place where everybody may say and hear everything: below `open`, `/open` and
 * `$open`, and with a first level of `+`. In a shop nothing passes from one client to another but what a device says of
 * itself, so that half of MQTT could not be seen.
 */
export const playground: AccessRules = {
  judgePublish: (identity, claim) =>
    OPEN.test(claim.topic) ? { kind: 'forward' } : shopRules.judgePublish(identity, claim),
  maySubscribe: (identity, filter) => OPEN.test(filter) || shopRules.maySubscribe(identity, filter),
};

const OPEN = /^(?:[$/]?open(?:\/|$)|\+)/;
