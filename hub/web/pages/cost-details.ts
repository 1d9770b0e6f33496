import { html } from 'hono/html';
import type { ProductAnswer } from '../../contract/views.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';

/** What a product cost the shop. Folded away: customers look over shoulders. */
export function costDetails({ ports, format }: PageContext, { sku, unit }: ProductAnswer): Html | string {
  const cost = ports.reader.productCost(sku, 1);
  if (cost === null || cost.average === null) return '';
  const { currency } = ports.settings;
  const per = unit === 'each' ? 'a piece' : `per ${unit === 'm2' ? 'm²' : unit}`;
  const row = (label: string, amount: string | null): Html | string =>
    amount === null ? '' : html`<div><dt>${label}</dt><dd>${format.price(amount, currency)}</dd></div>`;
  return html`<details class="card" id="cost">
    <summary>What it costs the shop</summary>
    <dl class="facts">
      ${row(`Average, ${per}`, cost.average)} ${row(`Last delivery, ${per}`, cost.lastCost)}
      ${row('Value of what is on hand', cost.value)}
    </dl>
    <p class="muted">The shop’s own figures, out of the costs that its deliveries told. The bookkeeping may reckon otherwise.</p>
  </details>`;
}
