import type { EventReply, TillAck } from '../../hub/contract/reply.ts';
import { unreachable } from '../../hub/kit/assert.ts';
import type { Log } from '../../hub/kit/log.ts';
import type { Link } from '../link/link.ts';
import type { EventQueue, HubProgress, QueuedEvent } from '../link/queue.ts';
import type { HubWord } from './hub-word.ts';

export interface MailboxOptions {
  readonly queue: EventQueue;
  readonly link: Pick<Link, 'rewind' | 'beginAnew' | 'nudge'>;
  readonly log: Log;
  /** Appends the event that says that this number will never come. */
  readonly closeNumber: (event: QueuedEvent) => void;
  /** The hub has got further. */
  readonly acknowledged: () => void;
}

/** Acts on what the hub says. The PUBACK is not said here: it is the link's business. */
export class TillMailbox {
  readonly #options: MailboxOptions;

  constructor(options: MailboxOptions) {
    this.#options = options;
  }

  take(word: HubWord): void {
    switch (word.kind) {
      case 'reply':
        return this.#takeReply(word.reply);
      case 'ack':
        return this.#takeAck(word.ack, word.retained);
      case 'status':
        // A hub that has never seen this till has no ack for it, but it always says which ledger it keeps.
        return this.#takeProgress({ incarnation: word.status.incarnation, sequence: 0 });
      default:
        return unreachable(word);
    }
  }

  #takeReply(reply: EventReply): void {
    const { queue, log, closeNumber, link } = this.#options;
    if (reply.outcome === 'conflict') this.#takeConflict(reply);
    if (reply.outcome !== 'rejected' || reply.sha256 === undefined) return;
    const note = reply.reason?.message ?? 'The hub gave no reason.';
    log.error({ reply }, 'The hub cannot read an event of this till.');
    queue.setRejected({ sha256: Buffer.from(reply.sha256, 'hex'), note }, closeNumber);
    link.nudge();
  }

  #takeConflict(reply: EventReply): void {
    const { queue, log } = this.#options;
    if (reply.id === undefined || reply.source !== queue.source) return;
    log.warn({ reply }, 'The hub knows an event of this till with other content.');
    queue.setConflict(reply.id, reply.reason?.message ?? 'The hub knows this id with other content.');
  }

  #takeAck(ack: TillAck, retained: boolean): void {
    const { queue, link } = this.#options;
    const ours = ack.installation === queue.installation;
    const sequence = ours ? Number(ack.sequence) : 0;
    this.#takeProgress({ incarnation: ack.incarnation, sequence, isFresh: retained && ours });
    if (!retained || !ours) return;
    queue.reopenGap(sequence);
    link.rewind();
  }

  #takeProgress(ack: HubProgress): void {
    const { queue, link, log, acknowledged } = this.#options;
    switch (queue.noteAck(ack)) {
      case 'restarted':
        log.warn(
          ack,
          'The hub keeps another ledger than before: everything that is still here is sent again.',
        );
        return link.beginAnew();
      case 'advanced':
        return acknowledged();
      case 'same':
        return undefined;
    }
  }
}
