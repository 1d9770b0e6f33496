import { html } from 'hono/html';
import type { DayAnswer } from '../../contract/day-views.ts';
import { ADJUSTMENT_WORDS } from './day-words.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';
import { sessionPath } from './paths.ts';

/** What came after a Z report was fixed: it counts in its day, and the report stays as it was. */
export function adjustmentsSection(context: PageContext, { rows }: DayAnswer['adjusted']): Html | string {
  if (rows.length === 0) return '';
  const { format, ports } = context;
  return html`<section class="spaced">
    <h2>Came later</h2>
    <p class="muted">Adjustments of this day: the Z reports stay as they were signed, and the books have both.</p>
    <table class="movements">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col" class="number">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ seq, at, kind, session, currency, totalMinor }) => html`<tr>
            <td><time datetime="${at}">${format.time(at, ports.clock.nowMs())}</time></td>
            <td>
              <a class="quiet" href="${sessionPath(session)}">${ADJUSTMENT_WORDS[kind]}</a>
              <small>entry ${format.count(seq)}</small>
            </td>
            <td class="number"><strong>${format.amount(totalMinor, currency)}</strong></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
