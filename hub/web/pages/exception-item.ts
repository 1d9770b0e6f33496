import { html } from 'hono/html';
import { LIMITS } from '../../contract/limits.ts';
import type { ExceptionAnswer, ProductAnswer } from '../../contract/views.ts';
import type { WebReader } from '../ports.ts';
import { sourceWords } from './event-words.ts';
import { exceptionWords } from './exception-words.ts';
import { keyField } from './form-key.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';
import { closePath, dayPath, productPath, sessionPath } from './paths.ts';

/** A broken rule: what happened, what a person does about it, and the button for when that is done. */
export function exceptionItem(context: PageContext, exception: ExceptionAnswer, isLongList: boolean): Html {
  const { format, ports } = context;
  const { cause, detail, at, by, seq } = exception;
  const { title, advice } = exceptionWords(cause);
  const product = productOf(ports.reader, exception);
  return html`<li>
    <h3 data-tone="busy">${title}</h3>
    ${detail === '' ? '' : html`<p>${detail}</p>`}
    <p class="muted">${advice}</p>
    <p><small>${format.time(at, ports.clock.nowMs())} · ${by} · event ${format.count(seq)}</small></p>
    ${moneyLink(exception)}
    ${product === null ? '' : html`<p><a class="quiet" href="${productPath(product.sku)}">Open ${product.listed ? product.name : product.sku}</a></p>`}
    ${closeForm(exception, title, isLongList)}
  </li>`;
}

function closeForm({ exception, subject }: ExceptionAnswer, title: string, isLongList: boolean): Html {
  const spoken = spokenSubject(subject);
  const about = html`<span class="unseen"> about ${title}, ${spoken}</span>`;
  return html`<form class="actions" method="post" action="${closePath(exception)}">
    ${keyField()} ${isLongList ? html`<input type="hidden" name="list" value="all" />` : ''}
    <button>Done<span class="unseen"> with ${title}, ${spoken}</span></button>
    <details id="close-${exception}">
      <summary class="button">Note${about} …</summary>
      <label for="note-${exception}">What was done about it</label>
      <input id="note-${exception}" name="note" maxlength="${LIMITS.note}" autocomplete="off" />
      <p class="actions"><button>Done, with this note${about}</button></p>
    </details>
  </form>`;
}

/** The day or the session that an exception is about: a session is named with the entry that first named it. */
function moneyLink({ cause, subject }: ExceptionAnswer): Html | string {
  if (cause.startsWith('day.'))
    return html`<p><a class="quiet" href="${dayPath(subject)}">Open the day<span class="unseen"> ${subject}</span></a></p>`;
  const entry = cause.startsWith('session.') ? /\(entry (\d{1,15})\)$/.exec(subject)?.[1] : undefined;
  if (entry === undefined) return '';
  return html`<p><a class="quiet" href="${sessionPath(Number(entry))}">Open the session<span class="unseen"> ${subject}</span></a></p>`;
}

/** Nobody wants a source read out: `till-1 0197…` is enough to tell one button from another. */
function spokenSubject(subject: string): string {
  const [source = '', id = ''] = subject.split('#', 2);
  return subject.startsWith('/stores/') ? `${sourceWords(source)} ${id}`.trim() : subject;
}

/** The product that an exception is about, if there is one. */
function productOf(reader: WebReader, { cause, subject }: ExceptionAnswer): ProductAnswer | null {
  switch (cause) {
    case 'product.unlisted':
    case 'product.withdrawn_sold':
    case 'stock.out_of_range':
    case 'cost.out_of_range':
    case 'cost.too_late':
    case 'count.late_sale':
      return reader.product({ sku: subject });
    case 'barcode.taken':
      return reader.product({ barcode: subject });
    case 'stock.negative':
    case 'stock.oversold':
      return productBefore(reader, subject, ' at ');
    case 'lot.expired_sold':
    case 'lot.recalled':
    case 'lot.recalled_sold':
      return productBefore(reader, subject, ' lot ') ?? reader.product({ sku: subject });
    default:
      return null;
  }
}

/** A subject such as `TEA at shop`. A SKU and what follows may hold the word too: the longest that is a product. */
function productBefore(reader: WebReader, subject: string, word: string): ProductAnswer | null {
  for (let end = subject.lastIndexOf(word); end > 0; end = subject.lastIndexOf(word, end - 1)) {
    const product = reader.product({ sku: subject.slice(0, end) });
    if (product !== null) return product;
  }
  return null;
}
