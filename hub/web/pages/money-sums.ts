import { html } from 'hono/html';
import type { MoneySums, SessionAnswer } from '../../contract/session-views.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';

type Keyed = MoneySums['tenders'][number];

/** What receipts add up to, line by line: by tender, department and tax, and the drawer. */
export function moneySums({ format }: PageContext, sums: MoneySums): Html {
  const { currency, sales, refunds, voids } = sums;
  const amount = (minor: number): string => format.amount(minor, currency);
  const countOf = (count: number, word: string): string =>
    `${format.count(count)} ${word}${count === 1 ? '' : 's'}`;
  const row = (words: string, salesMinor: number, refundsMinor: number): Html =>
    html`<tr><td>${words}</td><td class="number">${amount(salesMinor)}</td><td class="number">${amount(refundsMinor)}</td></tr>`;
  const keyed = (title: string, rows: readonly Keyed[]): Html[] =>
    rows.map(({ key, salesMinor, refundsMinor }) =>
      row(`${title} ${key === '' ? 'not named' : key}`, salesMinor, refundsMinor),
    );
  const taxes = sums.taxes.map((tax) => ({ ...tax, key: `${tax.key} ${tax.rate} %` }));
  return html`<table class="sums">
    <caption class="unseen">Sums in ${currency}</caption>
    <thead>
      <tr><th scope="col">${currency}</th><th scope="col" class="number">Sales</th><th scope="col" class="number">Refunds</th></tr>
    </thead>
    <tbody>
      <tr>
        <th scope="row">Total<small> ${countOf(sales.count, 'sale')}, ${countOf(refunds.count, 'refund')}</small></th>
        <td class="number"><strong>${amount(sales.minor)}</strong></td>
        <td class="number"><strong>${amount(refunds.minor)}</strong></td>
      </tr>
      ${keyed('Tender', sums.tenders)} ${keyed('Department', sums.departments)} ${keyed('Tax', taxes)}
      ${keyed('Owed', sums.liabilities)}
      ${single(sums, amount)}
      ${voids.count === 0 ? '' : html`<tr><td>Voided<small> ${countOf(voids.count, 'sale')}</small></td><td class="number">${amount(voids.minor)}</td><td></td></tr>`}
    </tbody>
  </table>`;
}

/** Sums that have no two sides; what is nothing is left out. */
function single(sums: MoneySums, amount: (minor: number) => string): Html[] {
  const rows: (readonly [string, number])[] = [
    ['Tips', sums.tipMinor],
    ['Rounding', sums.roundingMinor],
    ['Cash back', sums.cashBackMinor],
    ['Discounts', sums.discountMinor],
    ['Does not add up', sums.offMinor],
    ...sums.cashIn.map(({ reason, minor }) => [`Cash in, ${reason}`, minor] as const),
    ...sums.cashOut.map(({ reason, minor }) => [`Cash out, ${reason}`, minor] as const),
  ];
  return rows
    .filter(([, minor]) => minor !== 0)
    .map(
      ([words, minor]) => html`<tr><td>${words}</td><td class="number">${amount(minor)}</td><td></td></tr>`,
    );
}

/** What is in the drawer, and what should be. */
export function drawerFacts(
  { format }: PageContext,
  drawer: SessionAnswer['drawer'],
  currency: string,
): Html {
  const rows = [
    ['Float', drawer.floatMinor],
    ['Expected', drawer.expectedMinor],
    ['Counted', drawer.countedMinor],
    [(drawer.overMinor ?? 0) < 0 ? 'Short' : 'Over', drawer.overMinor],
  ] as const;
  return html`<dl class="figures">
    ${rows.map(
      ([label, minor]) => html`<div>
        <dt>${label}</dt>
        <dd class="big">${minor === null ? html`<span class="muted">not told</span>` : format.amount(label === 'Short' ? -minor : minor, currency)}</dd>
      </div>`,
    )}
  </dl>`;
}
