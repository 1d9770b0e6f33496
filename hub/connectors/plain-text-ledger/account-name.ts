import type { AccountKind } from '../../domain/journal-accounts.ts';
import { sha256Hex } from '../../kit/digest.ts';

export type LedgerFormat = 'hledger' | 'beancount';

/** Of our own keys, how many parts are words of ours; what follows is as the shop calls it. */
const OWN_PARTS: Readonly<Record<string, number>> = { revenue: 1, tax: 1, fees: 1, clearing: 2 };

/** Of which every program of its kind makes an account's name that stays one name. */
const PLAIN: Readonly<Record<LedgerFormat, RegExp>> = {
  hledger: /^[\p{L}\p{N}](?:[\p{L}\p{N}._&+/'-]| (?! |$))*$/u,
  beancount: /^[A-Z0-9][A-Za-z0-9-]*$/,
};

/** Names that people give: the whole of them. */
const WHOLE: Readonly<Record<LedgerFormat, RegExp>> = {
  hledger: /^[\p{L}\p{N}](?:[\p{L}\p{N}._&+/'-]| (?! |$)|:(?=[\p{L}\p{N}]))*$/u,
  beancount: /^(?:Assets|Liabilities|Equity|Income|Expenses)(?::[\p{Lu}\p{N}][\p{L}\p{N}-]*)+$/u,
};

const ROOTS: Readonly<Record<AccountKind, string>> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expenses',
};

const DIGEST_LENGTH = 8;

/** Whether a program of this kind can take the name that a person gave. */
export function isAccountName(format: LedgerFormat, name: string): boolean {
  return WHOLE[format].test(name);
}

/**
 * What an account is called where nobody has given it a name. Two accounts never have one name: what the shop calls a
 * department or a processor stays as it is where the program can read it, and is told apart by a digest where not.
 */
export function accountName(format: LedgerFormat, account: string, kind: AccountKind): string {
  const parts = account.split(':');
  const own = OWN_PARTS[parts[0] ?? ''] ?? parts.length;
  const named = parts.slice(own).join(':');
  const ours = parts.slice(0, own);
  const given = named === '' ? [] : [givenName(format, named, account)];
  if (format === 'hledger') return [...ours, ...given].join(':');
  return [ROOTS[kind], ...ours.map((part) => capitalised(part.replaceAll('_', '-'))), ...given].join(':');
}

function givenName(format: LedgerFormat, name: string, account: string): string {
  if (PLAIN[format].test(name)) return name;
  const allowed = format === 'hledger' ? /[^\p{L}\p{N}]+/gu : /[^A-Za-z0-9]+/g;
  const readable = capitalised(name.replace(allowed, '-').replace(/^-+|-+$/g, ''));
  const digest = sha256Hex(account).slice(0, DIGEST_LENGTH);
  return readable === '' ? `X${digest}` : `${readable}-${digest}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
