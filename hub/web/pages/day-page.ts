import { html } from 'hono/html';
import type { DayAnswer } from '../../contract/day-views.ts';
import type { SessionSummary } from '../../contract/session-views.ts';
import { LIMITS } from '../../contract/limits.ts';
import { adjustmentsSection } from './adjustments-section.ts';
import { differenceTitle, SESSION_STATES } from './day-words.ts';
import { keyField } from './form-key.ts';
import type { Html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { moneySums } from './money-sums.ts';
import { dayPath, DAYS_PATH, sessionPath } from './paths.ts';

/** A business day: whether it agrees and what to do where it does not, its sessions, and what came later. */
export function dayPage(context: PageContext, day: DayAnswer, notice?: string): Html {
  const date = context.format.date(day.businessDate);
  const content = html`<p class="crumb"><a href="${DAYS_PATH}">Days</a></p>
    <div class="heading">
      <h1>${date}</h1>
      <p class="muted">${stateWords(context, day)}</p>
    </div>
    ${notice === undefined ? '' : html`<p class="notice" role="status">${notice}</p>`}
    <div class="columns">
      <div>${agreementSection(day)} ${comparedSection(context, day)}</div>
      <div>
        ${sessionsSection(context, day)} ${adjustmentsSection(context, day.adjusted)}
        ${day.sums.map((sums) => html`<section class="spaced"><h2>Sums of the Z reports and of what is open</h2>${moneySums(context, sums)}</section>`)}
      </div>
    </div>
    ${day.closedAt === null && day.sessions.length > 0 ? closeForm(day) : ''}`;
  return layout(context, { title: date, current: 'days', content });
}

function stateWords({ format, ports }: PageContext, { closedAt, closedBy, adjusted }: DayAnswer): string {
  if (closedAt === null) return 'Not closed';
  const by = closedBy === null ? '' : ` by ${closedBy}`;
  const later = adjusted.rows.length === 0 ? '' : `, and ${adjusted.rows.length} came later`;
  return `Closed ${format.time(closedAt, ports.clock.nowMs())}${by}${later}`;
}

function agreementSection({ agrees, differences }: DayAnswer): Html {
  if (agrees)
    return html`<section class="card">
      <h2 data-tone="good" class="toned">Everything agrees</h2>
      <p>Tills, ledger, journal, destinations and payouts.</p>
    </section>`;
  return html`<section class="card">
    <h2>${differences.length} ${differences.length === 1 ? 'thing does' : 'things do'} not agree</h2>
    <ul class="plain" role="list">
      ${differences.map(
        (one) => html`<li>
          <h3 data-tone="busy">${differenceTitle(one)}</h3>
          <p>${one.detail}</p>
          <p class="muted">${one.advice}</p>
          ${one.session === null ? '' : html`<p><a class="quiet" href="${sessionPath(one.session)}">Open the session<span class="unseen"> of: ${one.detail}</span></a></p>`}
        </li>`,
      )}
    </ul>
  </section>`;
}

/** What was compared with what, in figures: unfolded where somebody wants to see it. */
function comparedSection({ format }: PageContext, day: DayAnswer): Html {
  const pairs = [
    ...day.sales.map((pair) => ({ ...pair, what: 'Receipts and sessions' })),
    ...day.journal.map((pair) => ({ ...pair, what: `Journal and Z reports, ${pair.about}` })),
    ...day.clearing.map((pair) => ({ ...pair, what: `Clearing and what is not settled, ${pair.about}` })),
  ];
  return html`<section class="card">
    <h2>What was compared</h2>
    <ul class="plain" role="list">
      ${pairs.map(
        ({ what, currency, oursMinor, theirsMinor }) =>
          html`<li><p>${what}: ${format.amount(oursMinor, currency)} and ${format.amount(theirsMinor, currency)}</p></li>`,
      )}
      ${day.unsettled.map(
        ({ account, currency, count, minor }) =>
          html`<li><p>Not settled yet of all days, ${account}: ${format.count(count)} ${count === 1 ? 'payment' : 'payments'}, ${format.amount(minor, currency)}</p></li>`,
      )}
      ${day.destinations.map(({ detail }) => html`<li><p>Destination ${detail}</p></li>`)}
      ${pairs.length + day.unsettled.length + day.destinations.length === 0 ? html`<li><p class="muted">Nothing was sold, and nothing is owed.</p></li>` : ''}
    </ul>
  </section>`;
}

function sessionsSection(context: PageContext, { sessions }: DayAnswer): Html {
  return html`<section class="spaced">
    <h2>Register sessions</h2>
    ${
      sessions.length === 0
        ? html`<p class="empty small">No till opened a session on this day.</p>`
        : html`<table class="products">
            <thead>
              <tr>
                <th scope="col">Session</th>
                <th scope="col" class="number wide">Refunds</th>
                <th scope="col" class="number wide">Over or short</th>
                <th scope="col" class="number">Sales</th>
              </tr>
            </thead>
            <tbody>${sessions.map((session) => sessionRow(context, session))}</tbody>
          </table>`
    }
  </section>`;
}

function sessionRow({ format }: PageContext, session: SessionSummary): Html {
  const { currency, drawer, state, zNumber, adjustments } = session;
  const over = drawer.overMinor === null ? 'not counted' : format.amount(drawer.overMinor, currency);
  const report = zNumber === null ? '' : ` · Z ${format.count(zNumber)}${session.isSealed ? ', signed' : ''}`;
  const later = adjustments === 0 ? '' : ` · ${format.count(adjustments)} came later`;
  return html`<tr>
    <td>
      <a class="row" href="${sessionPath(session.session)}">${session.till}</a>
      <small>${session.registerSession} · ${SESSION_STATES[state]}${report}${later}<span class="narrow flush"> · ${over}</span></small>
    </td>
    <td class="number wide">${format.amount(session.refunds.minor, currency)}</td>
    <td class="number wide">${over}</td>
    <td class="number"><strong>${format.amount(session.sales.minor, currency)}</strong></td>
  </tr>`;
}

function closeForm({ businessDate, sessions }: DayAnswer): Html {
  const open = sessions.filter(({ state }) => state !== 'closed').length;
  return html`<details class="card unprinted" id="close">
    <summary>Close this day …</summary>
    <form method="post" action="${dayPath(businessDate)}/close">
      ${keyField()}
      <p>
        ${open === 0 ? 'All of its sessions are closed.' : `${open} of its sessions ${open === 1 ? 'is' : 'are'} not closed: what is there of ${open === 1 ? 'it' : 'them'} is posted as it is.`}
        What comes for this day later is an adjustment of it.
      </p>
      <label for="note">Note</label>
      <input id="note" name="note" maxlength="${LIMITS.note}" autocomplete="off" />
      <p class="actions"><button>Close the day</button></p>
    </form>
  </details>`;
}
