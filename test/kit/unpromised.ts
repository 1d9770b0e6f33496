/** The quantities of stock of which nothing is promised and nothing is on its way. */
export function unpromised(onHand: string) {
  return { onHand, reserved: '0', available: onHand, incoming: '0' };
}
