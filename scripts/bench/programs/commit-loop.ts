import type { LedgerEvent } from '../../../hub/domain/ledger-event.ts';
import { createLedgerWriter } from '../../../hub/ledger/writer.ts';
import { serve } from '../child.ts';
import { type IdKind, saleEvent } from '../sale-event.ts';
import { median } from '../statistics.ts';
import { trustedEvent } from '../trusted-event.ts';
import { DESTINATIONS } from '../bench-shop.ts';

/** The hub's own commit function in one thread with events that are parsed already: the bound that nothing can beat. */
export interface CommitLoopSettings {
  readonly file: string;
  readonly sources: readonly string[];
  readonly firstSequence?: number;
  readonly sales: number;
  readonly batch: number;
  readonly products: number;
  readonly ids: IdKind;
}

export interface CommitLoopResult {
  readonly perSecond: number;
  readonly medianMs: number;
}

/** Events that are made in one go, outside the time that is taken. */
const PORTION = 8_192;

async function prepare(settings: CommitLoopSettings): Promise<() => Promise<CommitLoopResult>> {
  return async () => {
    using writer = createLedgerWriter({
      file: settings.file,
      destinations: DESTINATIONS,
      nowMs: () => Date.now(),
    });
    const times: number[] = [];
    for (let from = 0; from < settings.sales; from += PORTION) {
      const events = portion(settings, from, Math.min(settings.sales, from + PORTION));
      for (let at = 0; at < events.length; at += settings.batch) {
        const batch = events.slice(at, at + settings.batch);
        const start = performance.now();
        writer.commit(batch);
        times.push(performance.now() - start);
      }
    }
    return resultOf(times, settings);
  };
}

/** As for the hub, the first quarter only warms up. */
function resultOf(times: readonly number[], { sales }: CommitLoopSettings): CommitLoopResult {
  const counted = times.slice(Math.floor(times.length / 4));
  const tookMs = counted.reduce((sum, time) => sum + time, 0);
  const counts = (sales * counted.length) / times.length;
  return { perSecond: (counts / tookMs) * 1_000, medianMs: median(counted) };
}

function portion(settings: CommitLoopSettings, from: number, to: number): LedgerEvent[] {
  const { sources, firstSequence = 1, ids, products } = settings;
  return Array.from({ length: to - from }, (_, index) => {
    const number = from + index;
    const source = sources[number % sources.length] ?? '';
    const sequence = firstSequence + Math.floor(number / sources.length);
    return trustedEvent(Buffer.from(JSON.stringify(saleEvent({ source, sequence, ids, products }))));
  });
}

await serve(prepare);
