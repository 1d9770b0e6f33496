/** What is on hand, or on hand and not promised, went below zero, or back out of it. */
export interface ZeroCrossing {
  readonly of: 'on hand' | 'available';
  readonly product: number;
  readonly place: number;
  readonly onHandMicro: number;
  readonly reservedMicro: number;
  readonly direction: 'below' | 'back';
}

interface CrossedBalance {
  readonly product: number;
  readonly place: number;
  readonly onHandMicro: number;
  readonly reservedMicro: number;
}

/** More is promised than is there. Where nothing is promised, nothing is, however little is on hand. */
export function isOversold(row: CrossedBalance): boolean {
  return row.reservedMicro > 0 && row.onHandMicro < row.reservedMicro;
}

export function crossing(row: CrossedBalance, of: ZeroCrossing['of']): ZeroCrossing {
  const { product, place, onHandMicro, reservedMicro } = row;
  const isBelow = of === 'on hand' ? onHandMicro < 0 : isOversold(row);
  return { of, product, place, onHandMicro, reservedMicro, direction: isBelow ? 'below' : 'back' };
}
