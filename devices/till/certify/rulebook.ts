/** Every clause that a till is judged by, in the order of the report. */
export const CLAUSES = {
  'connect.protocol': 'connects with MQTT 3.1.1',
  'connect.identity': 'has its name as client id and as user name',
  'connect.secret': 'proves itself with the secret that `backroom till add` printed',
  'connect.will': 'has a last will only on its own status topic, if it has one',
  'subscribe.reply': 'listens to its reply topic',
  'subscribe.ack': 'listens to its ack topic',
  topics: 'publishes only on its own event, ask and status topics',
  qos: 'publishes events with QoS 1 or 2, and not retained',
  envelope: 'sends events that the contract reads: envelope, source, type, data',
  source: 'has one installation and one store in all its events',
  id: 'uses an id and a number for one event only',
  unchanged: 'sends an event again with the same bytes as the first time',
  'sequence.gapless': 'leaves no number out, or closes it with sequence.skipped',
  'sequence.order': 'sends events for the first time in the order of their numbers',
  size: 'sends no event larger than the contract allows',
  reconnect: 'connects again by itself after the connection was cut',
  resend: 'sends an event again whose PUBACK never came',
  duplicate: 'goes on after the reply `duplicate`',
  silence: 'goes on when a PUBACK came without a reply: replies are not promised',
  conflict:
    'goes on after the reply `conflict`, does not send that event again and again, and does not close its number',
  rejected: 'closes the number of a rejected event with sequence.skipped',
  'rejected.loop': 'does not send a rejected event again and again',
  incarnation: 'sends events again when the hub has another incarnation and lacks them',
  keeps: 'keeps acknowledged events for thirty days: all that the new incarnation lacks come again',
} as const;

export type ClauseId = keyof typeof CLAUSES;

export interface CheckResult {
  readonly id: ClauseId;
  readonly clause: string;
  readonly result: 'passed' | 'failed' | 'not seen';
  /** What was seen: why it failed, or what stands behind the verdict. */
  readonly details: readonly string[];
}

/** Reasons kept for one clause; a till that does everything wrong must not fill the memory. */
const DETAILS_MAX = 5;

/** Collects verdicts: a clause that failed once has failed, whatever follows. */
export class Rulebook {
  readonly #verdicts = new Map<ClauseId, { failed: boolean; details: string[] }>();

  pass(id: ClauseId, detail?: string): void {
    const verdict = this.#verdict(id);
    if (detail !== undefined && verdict.details.length === 0) verdict.details.push(detail);
  }

  fail(id: ClauseId, detail: string): void {
    const verdict = this.#verdict(id);
    if (!verdict.failed) verdict.details.length = 0;
    verdict.failed = true;
    if (verdict.details.length < DETAILS_MAX) verdict.details.push(detail);
  }

  judge(id: ClauseId, isKept: boolean, detail: string): void {
    if (isKept) this.pass(id);
    else this.fail(id, detail);
  }

  results(): CheckResult[] {
    return (Object.keys(CLAUSES) as ClauseId[]).map((id) => {
      const verdict = this.#verdicts.get(id);
      const result = verdict === undefined ? 'not seen' : verdict.failed ? 'failed' : 'passed';
      return { id, clause: CLAUSES[id], result, details: verdict?.details ?? [] };
    });
  }

  #verdict(id: ClauseId): { failed: boolean; details: string[] } {
    const known = this.#verdicts.get(id);
    if (known !== undefined) return known;
    const verdict = { failed: false, details: [] };
    this.#verdicts.set(id, verdict);
    return verdict;
  }
}
