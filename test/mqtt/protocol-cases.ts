import { connackCases } from './cases/connack-cases.ts';
import { connectCases } from './cases/connect-cases.ts';
import { fixedHeaderCases } from './cases/fixed-header-cases.ts';
import { keepAliveCases } from './cases/keep-alive-cases.ts';
import { publishCases } from './cases/publish-cases.ts';
import { qosCases } from './cases/qos-cases.ts';
import { resendCases } from './cases/resend-cases.ts';
import { retainedCases } from './cases/retained-cases.ts';
import { sessionCases } from './cases/session-cases.ts';
import { subscribeCases } from './cases/subscribe-cases.ts';
import { topicCases } from './cases/topic-cases.ts';
import { utf8Cases } from './cases/utf8-cases.ts';
import { willCases } from './cases/will-cases.ts';
import type { ProtocolCase } from './steps.ts';

/** The whole table. */
export const protocolCases: readonly ProtocolCase[] = [
  ...connectCases,
  ...connackCases,
  ...fixedHeaderCases,
  ...utf8Cases,
  ...publishCases,
  ...retainedCases,
  ...qosCases,
  ...subscribeCases,
  ...topicCases,
  ...willCases,
  ...sessionCases,
  ...resendCases,
  ...keepAliveCases,
];
