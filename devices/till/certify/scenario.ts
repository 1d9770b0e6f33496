import type { Arrival, HubSide } from './hub-side.ts';
import type { SeenEvent } from './event-book.ts';
import type { ClauseId, Rulebook } from './rulebook.ts';

/** How long the till may take for what it must do, and how long the test waits for somebody to sell. */
export interface Patience {
  /** For the next sale. */
  readonly saleMs: number;
  /** For connecting again, sending again, and answering. */
  readonly reactionMs: number;
}

export const PATIENCE: Patience = { saleMs: 120_000, reactionMs: 60_000 };

/** A rejected event or a conflict that comes more often than this is a loop. */
const TIMES_MAX = 3;
/** Events that are wanted before the hub's ledger is exchanged. */
const EVENTS_BEFORE_RESTORE = 5;

export interface Stage {
  readonly hub: HubSide;
  readonly rules: Rulebook;
  readonly patience: Patience;
  readonly say: (line: string) => void;
}

/** The hub's part from beginning to end. Each act tells the person what happens, and judges what the till does. */
export async function playScenario(stage: Stage): Promise<void> {
  stage.say('Sell on the till, again and again, until this program says that it has finished.');
  if (!(await moreSales(stage))) return stage.say('No event came.');
  await losePuback(stage);
  await replyDuplicate(stage);
  await staySilent(stage);
  await replyConflict(stage);
  await replyRejected(stage);
  await restoreHub(stage);
  stage.hub.book.judgeGaps();
}

/** The connection breaks after an event came and before its PUBACK. */
async function losePuback(stage: Stage): Promise<void> {
  stage.say('The connection is cut before a PUBACK.');
  const event = await nextSale(stage, ({ connection }) => connection.cut());
  if (event === null) return;
  const sessions = stage.hub.sessions;
  const { reactionMs } = stage.patience;
  const isBack = await stage.hub.until(() => stage.hub.sessions > sessions, reactionMs);
  stage.rules.judge('reconnect', isBack, `it did not connect again within ${reactionMs / 1000} s`);
  const came = await stage.hub.until(() => event.times > 1, reactionMs);
  stage.rules.judge('resend', came, `${event.id} did not come again within ${reactionMs / 1000} s`);
}

/** The event was on the disk, only the PUBACK was lost: what comes again is a duplicate, and life goes on. */
async function replyDuplicate(stage: Stage): Promise<void> {
  stage.say('The connection is cut again; what comes again is answered as a duplicate.');
  const event = await nextSale(stage, ({ connection }) => connection.cut());
  if (event === null) return;
  if (!(await stage.hub.until(() => event.times > 1, stage.patience.reactionMs))) return;
  await judgeGoingOn(stage, 'duplicate');
}

async function staySilent(stage: Stage): Promise<void> {
  stage.say('An event is confirmed without a reply.');
  const event = await nextSale(stage, ({ packet, connection }) => connection.confirm(packet));
  if (event !== null) await judgeGoingOn(stage, 'silence');
}

async function replyConflict(stage: Stage): Promise<void> {
  stage.say('An event is answered as a conflict.');
  const event = await nextSale(stage, ({ event: { id, source, sequence }, packet, connection }) => {
    connection.confirm(packet);
    const reason = { code: 'conflict', message: 'This id is known with other content.' };
    stage.hub.reply(connection, { outcome: 'conflict', id, source, seq: sequence, reason });
    stage.hub.tellAck(connection);
  });
  if (event === null) return;
  await judgeGoingOn(stage, 'conflict');
  const isClosed = stage.hub.book.isSkipped(event.sequence);
  stage.rules.judge('conflict', !isClosed, `the number ${event.sequence} was closed, although it is here`);
  if (event.times > TIMES_MAX) stage.rules.fail('conflict', `it came ${event.times} times`);
}

async function replyRejected(stage: Stage): Promise<void> {
  stage.say('An event is answered as rejected.');
  const reject = ({ event: { id, source, sha256 }, packet, connection }: Arrival): void => {
    connection.confirm(packet);
    const reason = { code: 'data', message: 'The test says that this cannot be read.' };
    stage.hub.reply(connection, { outcome: 'rejected', id, source, sha256, reason });
  };
  const event = await nextSale(stage, reject, reject);
  if (event === null) return;
  const isClosed = await stage.hub.until(
    () => stage.hub.book.isSkipped(event.sequence),
    stage.patience.reactionMs,
  );
  stage.rules.judge('rejected', isClosed, `the number ${event.sequence} was not closed`);
  stage.rules.judge('rejected.loop', event.times <= TIMES_MAX, `it came ${event.times} times`);
  stage.hub.answerWith((arrival) => stage.hub.accept(arrival));
}

/** The hub comes back from an older backup: it asks, with a new incarnation, for what that lacks. */
async function restoreHub(stage: Stage): Promise<void> {
  const { hub, rules, patience } = stage;
  while (hub.book.events.length < EVENTS_BEFORE_RESTORE) if (!(await moreSales(stage))) return;
  stage.say('The hub comes back from an older backup, with a new incarnation.');
  const events = hub.book.events.toSorted((a, b) => a.sequence - b.sequence);
  const restoredTo = events[Math.floor(events.length / 3)]?.sequence ?? 0;
  const lacking = events.filter(({ sequence }) => sequence > restoredTo && !hub.book.isSkipped(sequence));
  const before = new Map(lacking.map((event) => [event, event.times]));
  const isBack = (event: SeenEvent): boolean => event.times > (before.get(event) ?? 0);
  hub.restore(restoredTo);
  await hub.until(() => lacking.every(isBack), patience.reactionMs);
  const missing = lacking.filter((event) => !isBack(event));
  if (missing.length === lacking.length)
    return rules.fail('incarnation', 'nothing came again: ignored or deleted');
  rules.pass('incarnation');
  rules.judge('keeps', missing.length === 0, `${missing.length} of ${lacking.length} did not come again`);
}

/** Waits for an event that was never seen before and answers it in a special way, everything else as usual. */
async function nextSale(
  stage: Stage,
  first: (arrival: Arrival) => void,
  again?: (arrival: Arrival) => void,
): Promise<SeenEvent | null> {
  let event: SeenEvent | null = null;
  stage.hub.answerWith((arrival) => {
    if (event === null && arrival.isNew) {
      event = arrival.event;
      return first(arrival);
    }
    if (again !== undefined && arrival.event === event) return again(arrival);
    return stage.hub.accept(arrival);
  });
  await stage.hub.until(() => event !== null, stage.patience.saleMs);
  return event;
}

async function judgeGoingOn(stage: Stage, id: ClauseId): Promise<void> {
  stage.rules.judge(id, await moreSales(stage), 'no further event came');
}

async function moreSales({ hub, patience }: Stage): Promise<boolean> {
  const seen = hub.book.events.length;
  return hub.until(() => hub.book.events.length > seen, patience.saleMs);
}
