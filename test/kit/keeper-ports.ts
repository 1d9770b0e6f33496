import type { EventData, EventType } from '../../hub/contract/events.ts';
import type { EventReply } from '../../hub/contract/reply.ts';
import { must } from '../../hub/kit/assert.ts';
import { systemClock } from '../../hub/kit/clock.ts';
import { silentLog } from '../../hub/kit/log.ts';
import type { tempLedger } from './temp-ledger.ts';
import { ledgerEvent } from './till-events.ts';

/** What the hub's keepers of customers are given, over a real ledger; `told`: what became of the events that they made. */
export function keeperPorts(temp: ReturnType<typeof tempLedger>) {
  const listeners = new Set<() => void>();
  const told: EventReply[] = [];
  return {
    reader: temp.reader,
    clock: systemClock,
    log: silentLog,
    ready: Promise.resolve(),
    told,
    commit: (...events: Parameters<typeof ledgerEvent>[0][]) => {
      temp.ledger.commit(events.map((event) => ledgerEvent(event)));
      for (const listener of listeners) listener();
    },
    changes: {
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    submitHub: <Type extends EventType>(
      type: Type,
      data: EventData<Type>,
      { id }: { id: string },
    ): Promise<EventReply> => {
      const reply = must(temp.ledger.commit([ledgerEvent({ type, data, id })]).replies[0], 'a reply');
      told.push(reply);
      return Promise.resolve(reply);
    },
  };
}
