import { html } from 'hono/html';
import type { ProductLots } from '../../contract/lot-views.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';
import { type PlaceNames, placeNames } from './place-names.ts';
import { isZero } from './stock-figures.ts';

type Lot = ProductLots['lots'][number];

interface LotView {
  readonly unit: string;
  readonly named: PlaceNames;
}

/** The lots of a product that are here or recalled, the first to expire first. Nothing where nobody told of any. */
export function lotsSection(context: PageContext, sku: string): Html | string {
  const { ports, format } = context;
  const today = format.day(ports.clock.nowMs());
  const answer = ports.reader.lots(sku, { today, limit: WEB_LIMITS.lotRows });
  const lots = (answer?.lots ?? []).filter(({ onHand, recall }) => !isZero(onHand) || recall !== null);
  if (answer === null || lots.length === 0) return '';
  const view = { unit: answer.unit, named: placeNames(ports.reader) };
  return html`<section data-region="lots" data-of="${sku}">
    <h2>Lots, the first to expire first</h2>
    <ul class="places" role="list">
      ${lots.map((lot) => lotItem(context, lot, view))} ${withoutLot(context, answer, view)}
    </ul>
  </section>`;
}

function lotItem(context: PageContext, lot: Lot, view: LotView): Html {
  const { format } = context;
  const isStopped = lot.expired || lot.recall !== null;
  const tone = isStopped ? html`data-tone="bad"` : '';
  const here = lot.places.filter(({ onHand }) => !isZero(onHand));
  const first = lot.places.filter(({ takeFirst }) => takeFirst).map(({ location }) => view.named(location));
  return html`<li>
    <div>
      <h3 ${tone}>Lot ${lot.lot}</h3>
      ${lot.recall === null ? '' : html`<p class="problem">Recalled${lot.recall.reason === '' ? '' : `: ${lot.recall.reason}`}. Take it off the shelf, and do not sell it.</p>`}
      ${expiryWords(context, lot)}
      ${here.length < 2 ? '' : html`<p>${here.map(({ location, onHand }) => `${view.named(location)} ${format.quantity(onHand, view.unit)}`).join(', ')}</p>`}
      ${first.length === 0 || isStopped ? '' : html`<p>Take this first at ${first.join(', ')}</p>`}
    </div>
    <div class="level">${format.quantity(lot.onHand, view.unit)}</div>
  </li>`;
}

function expiryWords({ format }: PageContext, { expires, expired, recall }: Lot): Html {
  if (expires === null) return html`<p>No last day is known</p>`;
  if (!expired) return html`<p>Last day ${format.date(expires)}</p>`;
  const advice = recall === null ? ': take it off the shelf' : '';
  return html`<p class="problem">Expired, its last day was ${format.date(expires)}${advice}</p>`;
}

function withoutLot({ format }: PageContext, { unassigned }: ProductLots, { unit, named }: LotView): Html[] {
  return unassigned
    .filter(({ onHand }) => !isZero(onHand))
    .map(
      ({ location, onHand }) =>
        html`<li><div><h3>No lot told</h3><p>${named(location)}</p></div><div class="level">${format.quantity(onHand, unit)}</div></li>`,
    );
}
