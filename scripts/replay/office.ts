import { setTimeout as pause } from 'node:timers/promises';
import type { Till } from '../../devices/till/till.ts';
import { EventReply } from '../../hub/contract/reply.ts';
import { SessionPage } from '../../hub/contract/session-views.ts';
import { PatientClient } from './patient-client.ts';
import { isHasty } from './till-day-rules.ts';
import type { OfficeEvent } from './trading-event.ts';

const LOOK_AGAIN_MS = 100;
const SEALED_WITHIN_MS = 60_000;
const SESSIONS_LOOKED_AT = 25;
const DONE: readonly string[] = ['accepted', 'duplicate'];

/**
 * Somebody in the office ends the days and writes down payouts, over HTTP and one after the other, while the tills go on.
 * A day that is not a hasty one ends when its tills have told everything, and they wait for that.
 */
export class Office {
  readonly #client: PatientClient;
  readonly #tills: readonly Till[];
  #working: Promise<void> = Promise.resolve();
  /** What the hub had written down when it was killed, so that its answer never came. */
  doneBefore = 0;

  constructor({ web, tills }: { web: string; tills: readonly Till[] }) {
    this.#client = new PatientClient(web);
    this.#tills = tills;
  }

  get again(): number {
    return this.#client.again;
  }

  async tell(event: OfficeEvent): Promise<void> {
    const waits = event.kind === 'dayClosed' && !isHasty(event.date);
    if (waits) await Promise.all(this.#tills.map((till) => till.idle()));
    this.#working = this.#working.then(() => this.#do(event));
    this.#working.catch(() => undefined);
    if (waits) await this.#working;
  }

  /** Resolves when all is done and every Z report is signed; rejects with what went wrong. */
  async end(): Promise<void> {
    await this.#working;
    const lastMs = performance.now() + SEALED_WITHIN_MS;
    while (!(await this.#areSealed())) {
      if (performance.now() > lastMs) throw new Error('Z reports are not signed');
      await pause(LOOK_AGAIN_MS);
    }
  }

  async #do(event: OfficeEvent): Promise<void> {
    if (event.kind === 'payout')
      return this.#write('/api/v1/payouts', { key: event.data.payoutId.replace(' ', '-'), body: event.data });
    await this.#write(`/api/v1/days/${event.date}/close`, { key: `close-${event.date}`, body: {} });
  }

  async #write(path: string, given: { key: string; body: object }): Promise<void> {
    const { status, body } = await this.#client.write(path, given);
    const reply = EventReply.safeParse(body);
    if (!reply.success || !DONE.includes(reply.data.outcome))
      throw new Error(`${path} is answered ${status} ${JSON.stringify(body)}`);
    this.doneBefore += Number(reply.data.outcome === 'duplicate');
  }

  /** The oldest are signed first. */
  async #areSealed(): Promise<boolean> {
    const { body } = await this.#client.read(`/api/v1/sessions?limit=${SESSIONS_LOOKED_AT}`);
    return SessionPage.parse(body).sessions.every(({ zNumber, isSealed }) => zNumber === null || isSealed);
  }
}
