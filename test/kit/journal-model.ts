/** One receipt as a test thinks of it: what a till would send, and what books should make of it. */
export interface BookedReceipt {
  readonly kind: 'sale' | 'refund';
  /** Which of the sessions it is of. */
  readonly session: number;
  readonly lines: readonly BookedLine[];
  readonly tipMinor: number;
  readonly roundingMinor: number;
  readonly cashBackMinor: number;
  readonly changeMinor: number;
  /** By how much the tenders miss what the lines say. */
  readonly offMinor: number;
  /** What pays; the last pays what the others leave. */
  readonly tenders: readonly { readonly how: Tendering; readonly amountMinor: number }[];
  readonly isVoided: boolean;
}

interface BookedLine {
  readonly department: string | null;
  readonly kind: 'goods' | 'service' | 'gift_card' | 'deposit';
  readonly netMinor: number;
  readonly taxes: readonly {
    readonly category: string;
    readonly rate: string;
    readonly amountMinor: number;
  }[];
}

interface Tendering {
  readonly kind: string;
  readonly processor?: string;
}

/** The accounts by which tests tell what a tender should do. */
const TENDER_ACCOUNTS: Readonly<Record<string, string>> = {
  cash: 'cash:till',
  gift_card: 'liability:gift_card',
  store_credit: 'liability:store_credit',
  deposit: 'liability:deposit',
  loyalty: 'expenses:loyalty',
};

/** The data of the event that tells it. Refunds are told with every sign turned. */
export function receiptData(receipt: BookedReceipt, businessDate: string): object {
  const sign = receipt.kind === 'sale' ? 1 : -1;
  const { tipMinor, roundingMinor, cashBackMinor, changeMinor } = receipt;
  return {
    currency: 'EUR',
    businessDate,
    registerSession: `s-${receipt.session}`,
    lines: receipt.lines.map((line) => ({
      sku: line.department ?? 'NONE',
      kind: line.kind,
      quantity: String(sign),
      unitPrice: '1',
      amountMinor: sign * amountOf(line),
      ...(line.taxes.length === 0 ? {} : { taxes: taxesOf(line, sign) }),
      ...(receipt.kind === 'refund' ? { disposition: 'none' } : {}),
    })),
    tenders: paid(receipt).map(({ how, amountMinor }) => ({ ...how, amountMinor: sign * amountMinor })),
    tipMinor: sign * tipMinor,
    roundingMinor: sign * roundingMinor,
    cashBackMinor: sign * cashBackMinor,
    changeMinor: sign * changeMinor,
  };
}

function taxesOf(line: BookedLine, sign: number): object[] {
  return line.taxes.map(({ category, rate, amountMinor }) => ({
    category,
    rate,
    amountMinor: sign * amountMinor,
    included: true,
  }));
}

function amountOf(line: BookedLine): number {
  return line.netMinor + line.taxes.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/** Tenders that make up what is to pay, off by what the receipt is off by. */
function paid(receipt: BookedReceipt): { how: Tendering; amountMinor: number }[] {
  const { lines, tipMinor, roundingMinor, cashBackMinor, changeMinor, offMinor, tenders } = receipt;
  const due =
    lines.reduce((sum, line) => sum + amountOf(line), 0) +
    tipMinor +
    roundingMinor +
    cashBackMinor +
    changeMinor;
  const before = tenders.slice(0, -1).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return tenders.map((tender, index) =>
    index < tenders.length - 1 ? { ...tender } : { how: tender.how, amountMinor: due + offMinor - before },
  );
}

/** By how much receipts should debit each account in all, below zero for credits. */
export function bookedReceipts(receipts: readonly BookedReceipt[]): Map<string, number> {
  const balances = new Map<string, number>();
  const debit = (account: string, minor: number): void => {
    balances.set(account, (balances.get(account) ?? 0) + minor);
  };
  for (const receipt of receipts.filter(({ isVoided }) => !isVoided)) {
    const sign = receipt.kind === 'sale' ? 1 : -1;
    for (const line of receipt.lines) bookLine(line, (account, minor) => debit(account, -sign * minor));
    for (const { how, amountMinor } of paid(receipt)) {
      const clearing = ['clearing', how.kind, how.processor].filter((part) => part !== undefined).join(':');
      debit(TENDER_ACCOUNTS[how.kind] ?? clearing, sign * amountMinor);
    }
    debit('cash:till', -sign * (receipt.changeMinor + receipt.cashBackMinor));
    debit('liability:tips', -sign * receipt.tipMinor);
    debit('rounding', -sign * receipt.roundingMinor);
    debit('suspense', -sign * receipt.offMinor);
  }
  return balances;
}

function bookLine(line: BookedLine, credit: (account: string, minor: number) => void): void {
  const revenue = line.department === null ? 'revenue' : `revenue:${line.department}`;
  const isOwed = line.kind === 'gift_card' || line.kind === 'deposit';
  credit(isOwed ? `liability:${line.kind}` : revenue, line.netMinor);
  for (const { category, rate, amountMinor } of line.taxes)
    credit(`tax:${category} ${Number(rate)}`, amountMinor);
}
