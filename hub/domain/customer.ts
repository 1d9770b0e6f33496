import { foldCode } from '../kit/fold-code.ts';

/** What finds a customer again. Never a name. */
export const FINDABLE = ['email', 'phone', 'card'] as const;
export type Findable = (typeof FINDABLE)[number];

/** The same for every way to write an e-mail address, a telephone number or the number of a card. */
export function contactKey(field: Findable, value: string): string {
  switch (field) {
    case 'email':
      return value.trim().normalize('NFC').toLowerCase();
    case 'phone':
      return phoneKey(value);
    case 'card':
      return foldCode(value.trim());
  }
}

/** `+49 (0)151 12-34` and `0049 1511234` are one number. Which country a number without one is of nobody says. */
function phoneKey(value: string): string {
  const digits = value.replace('(0)', '').replaceAll(/[^0-9+]/g, '');
  return digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
}

export interface ConsentFact {
  readonly given: boolean;
  readonly atMs: number;
  readonly source: string;
}

/** Whether a word about a channel stands against another: the newer one; of two at the same time, the one that says no. */
export function isNewerConsent(consent: ConsentFact, than: ConsentFact): boolean {
  if (consent.atMs !== than.atMs) return consent.atMs > than.atMs;
  if (consent.given !== than.given) return !consent.given;
  return consent.source < than.source;
}

/** What a list for the mail system asks of a customer. Every rule that is set must hold. */
export interface CustomerRules {
  readonly department?: string | undefined;
  /** The last purchase was before this business day. */
  readonly notSince?: string | undefined;
  readonly spentOver?:
    | { readonly minor: number; readonly year: string; readonly currency: string }
    | undefined;
  /** Only who wants to be written to. */
  readonly consent?: 'email' | 'sms' | 'phone' | 'post' | undefined;
}

/** What is known of a customer when a list is made. */
export interface CustomerFacts {
  readonly boughtThere: boolean;
  readonly lastDate: string | null;
  readonly spentMinor: number;
  readonly hasConsent: boolean;
  readonly isErased: boolean;
}

/** Somebody who never bought anything is on no list: nothing can be said of their purchases. */
export function isOnList(facts: CustomerFacts, rules: CustomerRules): boolean {
  if (facts.isErased || facts.lastDate === null) return false;
  if (rules.department !== undefined && !facts.boughtThere) return false;
  if (rules.notSince !== undefined && facts.lastDate >= rules.notSince) return false;
  if (rules.spentOver !== undefined && facts.spentMinor <= rules.spentOver.minor) return false;
  return rules.consent === undefined || facts.hasConsent;
}
