import { html } from 'hono/html';
import type { EntryWords } from '../../contract/product-detail-views.ts';
import type { MovementAnswer, ProductAnswer } from '../../contract/views.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { Format } from './format.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';
import { isReceipt, movementWords } from './movement-words.ts';
import { type PlaceNames, placeNames } from './place-names.ts';

/** What moved a product last, and why. */
export function movementsSection(context: PageContext, { sku, unit }: ProductAnswer): Html {
  const { reader } = context.ports;
  const rows = reader.movements(sku, WEB_LIMITS.movementRows);
  return html`<section data-region="movements" data-of="${sku}">
    <h2>Last movements</h2>
    ${rows.length === 0 ? html`<p class="empty small">Nothing has moved yet.</p>` : movementTable(context, rows, unit)}
  </section>`;
}

function movementTable(context: PageContext, rows: readonly MovementAnswer[], unit: string): Html {
  const { reader } = context.ports;
  const seqs = rows.filter(({ type }) => !isReceipt(type)).map(({ seq }) => seq);
  const said = new Map(reader.entryWords(seqs).map((words) => [words.seq, words]));
  const named = placeNames(reader);
  return html`<table class="movements">
    <thead>
      <tr>
        <th scope="col">When</th>
        <th scope="col">What</th>
        <th scope="col" class="wide">From and to</th>
        <th scope="col" class="number">Change</th>
      </tr>
    </thead>
    <tbody>
      ${withoutTwins(rows).map((row) => movementRow(context, row, { said: said.get(row.seq), named, unit }))}
    </tbody>
  </table>`;
}

interface Shown extends MovementAnswer {
  /** From one location of the shop to another: there is as much as before. */
  readonly isInside: boolean;
}

/** A move from one location to another is a movement of both: it is shown once. */
function withoutTwins(rows: readonly MovementAnswer[]): Shown[] {
  const shown: Shown[] = [];
  for (const row of rows) {
    const last = shown.at(-1);
    if (last !== undefined && !last.isInside && isTwin(last, row)) shown[shown.length - 1] = inside(last);
    else shown.push({ ...row, isInside: false });
  }
  return shown;
}

function isTwin(one: MovementAnswer, other: MovementAnswer): boolean {
  const isSame = one.seq === other.seq && one.from === other.from && one.to === other.to;
  return isSame && withoutSign(one.change) === withoutSign(other.change) && one.change !== other.change;
}

function inside(row: MovementAnswer): Shown {
  return { ...row, change: withoutSign(row.change), isInside: true };
}

function withoutSign(change: string): string {
  return change.replace(/^-/, '');
}

function movementRow(
  { format, ports }: PageContext,
  movement: Shown,
  { said, named, unit }: { said: EntryWords | undefined; named: PlaceNames; unit: string },
): Html {
  const { at, from, to } = movement;
  const { title, parts } = movementWords(movement, said);
  const route = `${named(from)} → ${named(to)}`;
  return html`<tr>
    <td><time datetime="${at}">${format.time(at, ports.clock.nowMs())}</time></td>
    <td>${title} <small>${parts.join(' · ')}</small>${isPlain(movement) ? '' : html`<small class="route">${route}</small>`}</td>
    <td class="wide muted">${route}</td>
    <td class="number"><strong>${changeWords(movement, unit, format)}</strong></td>
  </tr>`;
}

function changeWords({ change, isInside }: Shown, unit: string, format: Format): Html | string {
  if (!isInside) return format.change(change);
  return html`${format.quantity(change, unit)} <small class="per">moved</small>`;
}

/** On a narrow screen, where a sale goes needs no words. */
function isPlain({ from, to }: MovementAnswer): boolean {
  return from === '~customer' || to === '~customer';
}
