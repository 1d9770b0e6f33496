import type { Till } from '../../../devices/till/till.ts';
import type { Random } from '../../replay/random.ts';

/** Who comes again and again, with a loyalty card. All of them are invented. */
const REGULARS = [
  { customerId: 'c-1001', name: 'Ada Quill', email: 'ada.quill@example.org', loyaltyCard: 'LC-1001' },
  { customerId: 'c-1002', name: 'Bruno Marsh', email: 'bruno@example.net', loyaltyCard: 'LC-1002' },
  { customerId: 'c-1003', name: 'Chidi Okoro', phone: '+49 30 5550103', loyaltyCard: 'LC-1003' },
  { customerId: 'c-1004', name: 'Dorte Lund', phone: '+45 55 50 10 04', loyaltyCard: 'LC-1004' },
  { customerId: 'c-1005', name: 'Emil Novak', email: 'emil.novak@example.com', loyaltyCard: 'LC-1005' },
];

const REGULAR_PERCENT = 30;

/** Told once: they are the first things that this till ever says, so its queue knows which of them were said. */
export function tellRegulars(till: Till): void {
  const untold = REGULARS.slice(till.progress().lastSequence);
  for (const regular of untold) till.tell('backroom.customer.captured.v1', regular);
}

/** The customer of the next sale, if it is one whom the shop knows. */
export function nextCustomer(random: Random): string | undefined {
  return random.chance(REGULAR_PERCENT) ? random.pick(REGULARS).customerId : undefined;
}
