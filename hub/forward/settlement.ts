import type { RefusedItem, SendOutcome } from '../connectors/connector.ts';
import { unreachable } from '../kit/assert.ts';
import { refusalDelayMs, retryDelayMs } from './backoff.ts';
import type { ClaimedBatch, ClaimedItem, Refusal, Settlement } from './ports.ts';

/** An item that a destination refused this often, alone or by name, waits for a person. */
export const REFUSALS_MAX = 3;
const REASON_CHARS_MAX = 500;

export interface SettlementTime {
  readonly nowMs: number;
  readonly retryMaxMs: number;
  readonly random: () => number;
}

/** What is written down after a batch was sent. A refused batch is halved until the bad item is alone. */
export function settlementOf(batch: ClaimedBatch, outcome: SendOutcome, time: SettlementTime): Settlement {
  const base = { batch: batch.key, nowMs: time.nowMs };
  switch (outcome.kind) {
    case 'done':
      return answered(batch, outcome.refused ?? [], time);
    case 'retry': {
      const backoff = { failures: batch.failures, retryMaxMs: time.retryMaxMs, afterMs: outcome.afterMs };
      const notBeforeMs = time.nowMs + retryDelayMs(backoff, time.random);
      const reason = outcome.reason.slice(0, REASON_CHARS_MAX);
      return { ...base, kind: 'retry', reason, answered: outcome.answered ?? false, notBeforeMs };
    }
    case 'refused': {
      if (batch.items.length > 1) return { ...base, kind: 'split' };
      return answered(
        batch,
        batch.items.map(({ seq }) => ({ seq, reason: outcome.reason })),
        time,
      );
    }
    default:
      return unreachable(outcome);
  }
}

function answered(
  batch: ClaimedBatch,
  refusedItems: readonly RefusedItem[],
  time: SettlementTime,
): Settlement {
  const reasons = new Map(refusedItems.map(({ seq, reason }) => [seq, reason]));
  const delivered: number[] = [];
  const refused: Refusal[] = [];
  for (const item of batch.items) {
    const reason = reasons.get(item.seq);
    if (reason === undefined) delivered.push(item.seq);
    else refused.push(refusalOf(item, reason, time));
  }
  return { batch: batch.key, nowMs: time.nowMs, kind: 'answered', delivered, refused };
}

function refusalOf(item: ClaimedItem, reason: string, time: SettlementTime): Refusal {
  return {
    seq: item.seq,
    reason: reason.slice(0, REASON_CHARS_MAX),
    notBeforeMs: time.nowMs + refusalDelayMs(item.refusals, time.retryMaxMs),
    park: item.refusals + 1 >= REFUSALS_MAX,
  };
}
