import { html } from 'hono/html';
import type { SessionAnswer } from '../../contract/session-views.ts';
import { adjustmentsSection } from './adjustments-section.ts';
import { SESSION_STATES } from './day-words.ts';
import type { Html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { drawerFacts, moneySums } from './money-sums.ts';
import { dayPath } from './paths.ts';

/** A register session with its X report as it is, or its Z report as it was fixed, and what came later. */
export function sessionPage(context: PageContext, session: SessionAnswer): Html {
  const { report, till, businessDate, registerSession } = session;
  const isZ = report.zNumber !== null;
  const title = isZ ? `Z report ${report.zNumber} of ${till}` : `X report of ${till}`;
  const content = html`<p class="crumb"><a href="${dayPath(businessDate)}">${context.format.date(businessDate)}</a></p>
    <div class="heading">
      <h1>${title}</h1>
      <p class="muted">Session ${registerSession} · ${SESSION_STATES[session.state]}</p>
    </div>
    <div class="columns">
      <div>
        <section class="card"><h2>Drawer</h2>${drawerFacts(context, report.drawer, report.currency)}</section>
        <section class="card"><h2>About</h2>${facts(context, session)}</section>
        ${tillSays(context, session)}
        <section class="card"><h2>Signature</h2>${seal(context, session)}</section>
      </div>
      <div>
        ${report.sums.map((sums) => html`<section class="spaced"><h2>${isZ ? 'Z report' : 'X report, as it is now'}</h2>${moneySums(context, sums)}</section>`)}
        ${adjustmentsSection(context, session.adjusted)}
        ${session.adjusted.sums.map((sums) => html`<section class="spaced"><h2>Sums of what came later</h2>${moneySums(context, sums)}</section>`)}
      </div>
    </div>`;
  return layout(context, { title, current: 'days', content });
}

function facts({ format, ports }: PageContext, session: SessionAnswer): Html {
  const { report, missing } = session;
  const time = (at: string | null): string =>
    at === null ? 'not told' : format.time(at, ports.clock.nowMs());
  const numbers = report.numbers === null ? '' : `${report.numbers.first} to ${report.numbers.last}`;
  return html`<dl class="facts">
    ${fact('Opened', time(report.openedAt) + by(session.openedBy))}
    ${fact('Closed', time(report.closedAt) + by(session.closedBy))}
    ${fact('Numbers of its events', numbers)}
    ${fact('Missing in the report', named(report.missing))} ${fact('Still missing, and asked for', named(missing))}
    ${report.grandTotals.map(({ currency, sales, refunds, voids }) =>
      fact(
        'All sessions of this till so far',
        `${format.amount(sales.minor, currency)} sold, ${format.amount(refunds.minor, currency)} given back, ${format.amount(voids.minor, currency)} voided`,
      ),
    )}
  </dl>`;
}

function by(employee: SessionAnswer['openedBy']): string {
  return employee === null ? '' : `, by ${employee.name ?? `employee ${employee.employeeId}`}`;
}

function fact(label: string, value: string): Html | string {
  return value === '' ? '' : html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

/** Such as `12, 15 to 17`. */
function named(ranges: SessionAnswer['missing']): string {
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first} to ${last}`)).join(', ');
}

/** Where the till’s own report says something else. */
function tillSays({ format }: PageContext, { differences, currency }: SessionAnswer): Html | string {
  if (differences.length === 0) return '';
  const words = (aspect: string, minor: number): string =>
    aspect.endsWith('-count') ? format.count(minor) : format.amount(minor, currency);
  return html`<section class="card">
    <h2 data-tone="busy" class="toned">The till adds up to something else</h2>
    <p class="muted">The receipts that the hub has are what counts.</p>
    <ul class="plain" role="list">
      ${differences.map(
        ({ aspect, key, tillMinor, hubMinor }) =>
          html`<li><p>${`${aspect.replace('-', ' ')} ${key}`.trimEnd()}: the till says ${words(aspect, tillMinor)}, the receipts ${words(aspect, hubMinor)}</p></li>`,
      )}
    </ul>
  </section>`;
}

function seal({ format, ports }: PageContext, { seal: signed, zSha256, session }: SessionAnswer): Html {
  if (signed === null)
    return html`<p class="muted">${zSha256 === null ? 'A report is signed when the session is closed.' : 'It will be signed in a moment.'}</p>`;
  return html`<p>
      Signed ${format.time(signed.at, ports.clock.nowMs())} by entry ${format.count(signed.seq)}, over the ledger up to entry ${format.count(signed.headSeq)}.
      ${signed.isOfThisChain ? '' : html`<strong>That was another ledger than this one.</strong>`}
    </p>
    <p class="muted">Check it with <code>backroom session verify ${session}</code>.</p>
    <p><small>Report <span class="code">${signed.zSha256}</span>, key <span class="code">${signed.publicKey}</span></small></p>`;
}
