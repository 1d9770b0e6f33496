import { html } from 'hono/html';
import type { DayPage } from '../../contract/day-views.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { Html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { dayPath, DAYS_PATH } from './paths.ts';

/** Business days, the newest first. */
export function daysPage(context: PageContext, before: string | undefined): Html {
  const limit = WEB_LIMITS.resultRows;
  const { days, next } = context.ports.reader.days(before === undefined ? { limit } : { before, limit });
  const content = html`<div class="heading"><h1>Days</h1></div>
    ${days.length === 0 ? noDays(before) : table(context, days)}
    <p class="pager">
      ${before === undefined ? '' : html`<a class="button" href="${DAYS_PATH}">Latest</a>`}
      ${next === null ? '' : html`<a class="button" href="${DAYS_PATH}?before=${next}">Earlier</a>`}
    </p>`;
  return layout(context, { title: 'Days', current: 'days', content });
}

function noDays(before: string | undefined): Html {
  if (before !== undefined) return html`<p class="empty small">Nothing before that.</p>`;
  return html`<div class="empty">
    <h2>No days yet</h2>
    <p>A day appears here with the first register session that a till opens.</p>
  </div>`;
}

function table({ format }: PageContext, days: DayPage['days']): Html {
  return html`<table class="products">
    <thead>
      <tr>
        <th scope="col">Day</th>
        <th scope="col" class="number wide">Sessions</th>
        <th scope="col" class="number">Not closed</th>
      </tr>
    </thead>
    <tbody>
      ${days.map(
        ({ businessDate, isClosed, sessions, openSessions, differences }) => html`<tr>
          <td>
            <a class="row" href="${dayPath(businessDate)}">${format.date(businessDate)}</a>
            <small>${isClosed ? 'Closed' : 'Not closed'}${differenceWords(differences)}</small>
          </td>
          <td class="number wide">${format.count(sessions)}</td>
          <td class="number">${openSessions === 0 ? html`<span class="muted">none</span>` : html`<strong>${format.count(openSessions)}</strong>`}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function differenceWords(differences: number | null): string {
  if (differences === null) return '';
  return differences === 0
    ? ' · agrees'
    : ` · ${differences} ${differences === 1 ? 'difference' : 'differences'}`;
}
