import type { IConnectPacket, IPublishPacket, ISubscribePacket } from 'mqtt-packet';
import { tillTopic } from '../../../hub/contract/topics.ts';
import type { Rulebook } from './rulebook.ts';

/** Who the till under test is. */
export interface TillUnderTest {
  readonly name: string;
  /** Not judged when it is not known. */
  readonly secret?: string;
}

export function judgeConnect(till: TillUnderTest, packet: IConnectPacket, rules: Rulebook): void {
  rules.judge('connect.protocol', packet.protocolVersion === 4, `it said version ${packet.protocolVersion}`);
  const isItself = packet.clientId === till.name && packet.username === till.name;
  rules.judge(
    'connect.identity',
    isItself,
    `client id ${packet.clientId}, user name ${packet.username ?? 'none'}`,
  );
  const willTopic = packet.will?.topic ?? tillTopic(till.name, 'status');
  rules.judge('connect.will', willTopic === tillTopic(till.name, 'status'), `its will is for ${willTopic}`);
  if (till.secret === undefined) return;
  rules.judge('connect.secret', packet.password?.toString() === till.secret, 'it sent another secret');
}

export function judgeSubscribe(till: TillUnderTest, packet: ISubscribePacket, rules: Rulebook): void {
  for (const { topic } of packet.subscriptions) {
    if (topic === tillTopic(till.name, 'reply')) rules.pass('subscribe.reply');
    if (topic === tillTopic(till.name, 'ack')) rules.pass('subscribe.ack');
  }
}

export function judgePublish(till: TillUnderTest, packet: IPublishPacket, rules: Rulebook): void {
  const isOwn = (['event', 'ask', 'status'] as const).some(
    (channel) => packet.topic === tillTopic(till.name, channel),
  );
  rules.judge('topics', isOwn, `it published on ${packet.topic}`);
  if (packet.topic !== tillTopic(till.name, 'event')) return;
  rules.judge(
    'qos',
    packet.qos > 0 && !packet.retain,
    `QoS ${packet.qos}${packet.retain ? ', retained' : ''}`,
  );
}
