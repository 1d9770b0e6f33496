import { formatQuantity } from '../../kit/quantity.ts';

/** A balance in decimal text, as every answer and notice about stock has it. */
export interface StockQuantities {
  readonly onHand: string;
  /** Promised to somebody. */
  readonly reserved: string;
  /** On hand and not promised; below zero where more is promised than is there. */
  readonly available: string;
  /** Expected of suppliers, or on its way from another location. */
  readonly incoming: string;
}

interface BalanceMicro {
  readonly onHandMicro: number;
  readonly reservedMicro: number;
  readonly incomingMicro: number;
}

export function stockQuantities({
  onHandMicro,
  reservedMicro,
  incomingMicro,
}: BalanceMicro): StockQuantities {
  const onHand = formatQuantity(onHandMicro);
  const available = reservedMicro === 0 ? onHand : formatQuantity(onHandMicro - reservedMicro);
  return { onHand, reserved: rare(reservedMicro), available, incoming: rare(incomingMicro) };
}

/** Nearly always none. */
function rare(quantityMicro: number): string {
  return quantityMicro === 0 ? '0' : formatQuantity(quantityMicro);
}
