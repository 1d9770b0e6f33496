import type { Badge } from '../contract/views.ts';

export interface BadgeInput {
  readonly kind: string;
  readonly onHandMicro: number;
  readonly lowStockMicro: number | null;
}

/** How much of a product there is, in a word. Only goods are counted. */
export function badgeOf(input: BadgeInput): Badge {
  if (input.kind !== 'goods') return 'untracked';
  if (input.onHandMicro < 0) return 'negative';
  if (input.onHandMicro === 0) return 'out';
  if (input.lowStockMicro !== null && input.onHandMicro <= input.lowStockMicro) return 'low';
  return 'ok';
}
