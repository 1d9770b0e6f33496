import type { GoodsCost, MovementFact } from './decide.ts';
import type { Route } from './places.ts';

/** Goods as a line tells of them. */
export interface SignedGoods {
  readonly product: number;
  readonly quantityMicro: number;
  readonly lot?: string | null;
  /** ISO 8601 date. */
  readonly expires?: string | null;
  readonly cost?: GoodsCost | null;
}

/** The movement of a signed quantity: one below zero goes back the same way. None where nothing leaves its place. */
export function signedMovement(goods: SignedGoods, route: Route): MovementFact[] {
  const { product, quantityMicro, lot = null, expires = null, cost = null } = goods;
  if (quantityMicro === 0 || route.from === route.to) return [];
  const way = quantityMicro > 0 ? route : { from: route.to, to: route.from };
  return [
    {
      product,
      ...way,
      quantityMicro: Math.abs(quantityMicro),
      ...(lot === null ? {} : { lot: { code: lot, expires, soldOn: null } }),
      ...(cost === null ? {} : { cost }),
    },
  ];
}
