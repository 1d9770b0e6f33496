import { html } from 'hono/html';
import type { ExceptionSubject } from '../../contract/product-detail-views.ts';
import type { ExceptionAnswer, ProductAnswer, StockAnswer } from '../../contract/views.ts';
import { exceptionWords } from './exception-words.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';
import { placeNames } from './place-names.ts';
import { isZero } from './stock-figures.ts';

/** Why a product is not in order, and what a person does next. Nothing where all is well. */
export function attentionSection(
  context: PageContext,
  product: ProductAnswer,
  stock: StockAnswer | null,
): Html | string {
  const open = context.ports.reader.exceptionsAbout(subjectsOf(product, stock));
  const negative = (stock?.locations ?? []).filter(({ badge }) => badge === 'negative');
  const others = open.filter(({ cause }) => cause !== 'stock.negative' || negative.length === 0);
  if (negative.length === 0 && others.length === 0) return '';
  return html`<section class="card" data-region="attention" data-of="${product.sku}">
    <h2>Needs a person</h2>
    <ul class="plain" role="list">
      ${negative.length === 0 || stock === null ? '' : negativeItem(context, stock, open)}
      ${others.map((exception) => exceptionItem(context, exception))}
    </ul>
    ${open.length === 0 ? '' : html`<p><a class="quiet" href="/activity?needs=all#needs">See it in the list, and close it there</a></p>`}
  </section>`;
}

/** What the ledger raises about a product, or about it at a place. */
function subjectsOf({ sku }: ProductAnswer, stock: StockAnswer | null): ExceptionSubject[] {
  const places = [...(stock?.locations ?? []).map(({ location }) => location), '~damaged'];
  return [
    ...OF_A_PRODUCT.map((cause) => ({ cause, subject: sku })),
    ...OF_A_PLACE.flatMap((cause) => places.map((place) => ({ cause, subject: `${sku} at ${place}` }))),
  ];
}

const OF_A_PRODUCT = [
  'product.withdrawn_sold',
  'stock.out_of_range',
  'cost.out_of_range',
  'cost.too_late',
  'lot.expired_sold',
  'count.late_sale',
];
const OF_A_PLACE = ['stock.negative', 'stock.oversold'];

function exceptionItem({ format, ports }: PageContext, { cause, detail, at, by }: ExceptionAnswer): Html {
  const { title, advice } = exceptionWords(cause);
  return html`<li>
    <h3 data-tone="busy">${title}</h3>
    ${detail === '' ? '' : html`<p>${detail}</p>`}
    <p class="muted">${advice}</p>
    <p><small>${format.time(at, ports.clock.nowMs())} · ${by}</small></p>
  </li>`;
}

/** More left than the hub knew of. The sale counts: what is missing is an entry, or goods. */
function negativeItem(context: PageContext, stock: StockAnswer, open: readonly ExceptionAnswer[]): Html {
  const { format, ports } = context;
  const { unit, locations } = stock;
  const named = placeNames(ports.reader);
  const since = open.find(({ cause }) => cause === 'stock.negative');
  const when =
    since === undefined
      ? ''
      : ` It is so since ${format.time(since.at, ports.clock.nowMs())}, by ${since.by}.`;
  const amounts = locations
    .filter(({ badge }) => badge === 'negative')
    .map(({ location, onHand }) => `${format.quantity(onHand, unit)} at ${named(location)}`);
  return html`<li>
    <h3 data-tone="bad">Less than nothing on hand</h3>
    <p>${amounts.join(', ')}: more left than the hub knew of.${when} Nothing was refused, and selling goes on.</p>
    <ol class="lines">
      ${nextSteps(context, stock).map((step) => html`<li>${step}</li>`)}
    </ol>
  </li>`;
}

function nextSteps({ format, ports }: PageContext, { unit, incoming, locations }: StockAnswer): string[] {
  const named = placeNames(ports.reader);
  const lying = locations.filter(({ badge, onHand }) => badge !== 'negative' && !isZero(onHand));
  const elsewhere = lying.map(
    ({ location, onHand }) => `${format.quantity(onHand, unit)} at ${named(location)}`,
  );
  const isExpected = !isZero(incoming) && !incoming.startsWith('-');
  return [
    isExpected
      ? `On the way: ${format.quantity(incoming, unit)}. If it is here already, receive it.`
      : 'Look for a delivery that was not entered, and enter it.',
    ...(elsewhere.length === 0
      ? []
      : [`The hub knows of ${elsewhere.join(', ')}. If some was brought over, enter the move.`]),
    'Otherwise count what is there: the count sets it right. It may have been sold by the code of another product.',
  ];
}
