import { expect, test } from 'vitest';
import type { ExceptionCause } from '../../domain/decide.ts';
import { exceptionWords } from './exception-words.ts';

/** The compiler sees to it that every cause stands here. */
const CAUSES: Record<ExceptionCause, true> = {
  'id.conflict': true,
  'type.unknown': true,
  'sequence.reused': true,
  'location.unknown': true,
  'product.unlisted': true,
  'stock.negative': true,
  'stock.out_of_range': true,
  'receipt.does_not_add_up': true,
  'line.does_not_multiply': true,
  'void.unknown_sale': true,
  'void.not_a_sale': true,
  'void.repeated': true,
  'void.of_refunded': true,
  'refund.unknown_sale': true,
  'refund.not_a_sale': true,
  'refund.of_voided': true,
  'refund.exceeds_sale': true,
  'barcode.taken': true,
  'product.merged_set': true,
  'merge.unknown_product': true,
  'merge.into_itself': true,
  'merge.not_merged': true,
  'barcode.unknown_product': true,
  'price.unknown_product': true,
  'price.unknown_list': true,
  'product.withdrawn_sold': true,
  'level.unknown_product': true,
  'import.incomplete': true,
  'cost.out_of_range': true,
  'cost.too_late': true,
  'lot.expired_sold': true,
  'lot.recalled': true,
  'lot.recalled_sold': true,
  'stock.oversold': true,
  'reservation.unknown': true,
  'reservation.repeated': true,
  'reservation.ended': true,
  'reservation.exceeded': true,
  'delivery.unknown': true,
  'delivery.short': true,
  'delivery.elsewhere': true,
  'delivery.closed_received': true,
  'transfer.unknown': true,
  'transfer.short': true,
  'transfer.over': true,
  'reversal.unknown': true,
  'reversal.not_stock': true,
  'reversal.repeated': true,
  'count.not_started': true,
  'count.started_twice': true,
  'count.late_scan': true,
  'count.stale_position': true,
  'count.not_counted': true,
  'count.posted_twice': true,
  'count.over': true,
  'count.late_sale': true,
  'journal.out_of_range': true,
  'payout.does_not_add_up': true,
  'payout.unexplained': true,
  'payout.unknown_payment': true,
  'payout.other_amount': true,
  'payout.repeated': true,
  'payment.settled_twice': true,
  'payment.voided_settled': true,
  'payment.charged_back': true,
  'card.masked': true,
};

test.each(Object.keys(CAUSES))('%s is said in words of its own', (cause) => {
  const { title, advice } = exceptionWords(cause);
  expect(title).not.toBe(cause);
  expect(title).toMatch(/^[A-Z]/);
  expect(advice).toMatch(/\.$/);
});

test('a cause that nobody has words for is shown by its code', () => {
  expect(exceptionWords('till.on_fire').title).toBe('till.on_fire');
});
