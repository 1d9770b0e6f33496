import type { Clock } from '../kit/clock.ts';

export type Within<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'pending' };

/** What the work gives, or `pending` when it takes longer than `limitMs`. The work itself goes on. */
export async function within<T>(work: Promise<T>, limitMs: number, clock: Clock): Promise<Within<T>> {
  const abort = new AbortController();
  const pending = clock.sleep(limitMs, abort.signal).then((): Within<T> => ({ kind: 'pending' }));
  const done = work.then((value): Within<T> => ({ kind: 'done', value }));
  try {
    return await Promise.race([done, pending]);
  } finally {
    abort.abort();
  }
}
