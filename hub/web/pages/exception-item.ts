import { html } from 'hono/html';
import { LIMITS } from '../../contract/limits.ts';
import type { ExceptionAnswer, ProductAnswer } from '../../contract/views.ts';
import type { WebReader } from '../ports.ts';
import { exceptionWords } from './exception-words.ts';
import { keyField } from './form-key.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';
import { closePath, productPath } from './paths.ts';

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
    ${product === null ? '' : html`<p><a class="quiet" href="${productPath(product.sku)}">Open ${product.listed ? product.name : product.sku}</a></p>`}
    ${closeForm(exception, title, isLongList)}
  </li>`;
}

function closeForm({ exception, subject }: ExceptionAnswer, title: string, isLongList: boolean): Html {
  const about = html`<span class="unseen"> about ${title}, ${subject}</span>`;
  return html`<form class="actions" method="post" action="${closePath(exception)}">
    ${keyField()} ${isLongList ? html`<input type="hidden" name="list" value="all" />` : ''}
    <button>Done<span class="unseen"> with ${title}, ${subject}</span></button>
    <details id="close-${exception}">
      <summary class="button">Note${about} …</summary>
      <label for="note-${exception}">What was done about it</label>
      <input id="note-${exception}" name="note" maxlength="${LIMITS.note}" autocomplete="off" />
      <p class="actions"><button>Done, with this note${about}</button></p>
    </details>
  </form>`;
}

/** The product that an exception is about, if there is one. Negative stock is about a product at a location. */
function productOf(reader: WebReader, { cause, subject }: ExceptionAnswer): ProductAnswer | null {
  switch (cause) {
    case 'product.unlisted':
    case 'stock.out_of_range':
      return reader.product({ sku: subject });
    case 'barcode.taken':
      return reader.product({ barcode: subject });
    case 'stock.negative':
      return reader.product({ sku: subject.replace(/ at (?!.* at ).*$/s, '') });
    default:
      return null;
  }
}
