import { html } from 'hono/html';
import type { CustomerAnswer, CustomerReceipt } from '../../contract/customer-views.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { Html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { CUSTOMERS_PATH, customerPath } from './paths.ts';

/** A customer is found by what is theirs; a name finds nobody. `asked`: null before anything was asked. */
export function customerSearchPage(context: PageContext, asked: string | null): Html {
  const content = html`<div class="heading"><h1>Customers</h1></div>
    <form class="search" action="${CUSTOMERS_PATH}" role="search">
      <label for="contact">E-mail, telephone or card</label>
      <div>
        <input
          id="contact"
          name="contact"
          type="search"
          value="${asked ?? ''}"
          maxlength="${WEB_LIMITS.queryLength}"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
        />
        <button>Find</button>
      </div>
    </form>
    ${
      asked === null
        ? ''
        : html`<div class="empty">
            <h2>Nobody is found</h2>
            <p>Only a verified address or number, or a card, finds a customer. Names do not.</p>
          </div>`
    }`;
  return layout(context, { title: 'Customers', current: 'customers', content });
}

/** What one customer bought, newest first, and their points. */
export function customerPage(context: PageContext, customer: CustomerAnswer): Html {
  const { erased, person, customerId } = customer;
  const title = erased ? 'Erased customer' : (person.name ?? 'Customer without a name');
  const content = html`<p class="crumb"><a href="${CUSTOMERS_PATH}">Customers</a></p>
    <div class="heading"><h1>${title}</h1></div>
    <section class="card">${figures(context, customer)}</section>
    <section class="card"><h2>About</h2>${facts(context, customer)}</section>
    <section><h2>Purchases</h2>${purchases(context, customer)}</section>`;
  return layout(context, { title: erased ? customerId : title, current: 'customers', content });
}

function figures({ format }: PageContext, { totals, points, lastDate, credit }: CustomerAnswer): Html {
  return html`<dl class="figures">
    ${totals.map(
      ({ currency, visits, spentMinor }) => html`<div>
          <dt>Spent</dt>
          <dd class="big">${format.amount(spentMinor, currency)}</dd>
        </div>
        <div>
          <dt>Purchases</dt>
          <dd class="big">${format.count(visits)}</dd>
        </div>`,
    )}
    ${credit.map(
      ({ kind, balanceMinor, currency }) => html`<div>
          <dt>${kind === 'store_credit' ? 'Store credit' : 'Deposits'}</dt>
          <dd class="big">${format.amount(balanceMinor, currency)}</dd>
        </div>`,
    )}
    <div><dt>Points</dt><dd class="big">${format.count(points)}</dd></div>
    ${lastDate === null ? '' : html`<div><dt>Last bought</dt><dd class="big">${format.date(lastDate)}</dd></div>`}
  </dl>`;
}

const CHANNELS = { email: 'E-mail', sms: 'SMS', phone: 'Telephone', post: 'Post' } as const;

function facts({ format, ports }: PageContext, customer: CustomerAnswer): Html {
  const { person, ids, consents } = customer;
  const contact = (of: CustomerAnswer['person']['email']): string =>
    of === null ? '' : `${of.value}${of.verified ? '' : ' (not verified)'}`;
  return html`<dl class="facts">
    ${fact('E-mail', contact(person.email))} ${fact('Telephone', contact(person.phone))}
    ${fact('Loyalty card', person.loyaltyCard ?? '')}
    ${fact(ids.length === 1 ? 'Id' : 'Ids of this customer', ids.map((id) => id.customerId).join(', '))}
    ${consents.map(({ channel, given, at, source }) =>
      fact(
        `${CHANNELS[channel]} may be used`,
        `${given ? 'yes' : 'no'}, ${format.time(at, ports.clock.nowMs())}, ${source}`,
      ),
    )}
  </dl>`;
}

function fact(label: string, value: string): Html | string {
  return value === '' ? '' : html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function purchases(context: PageContext, { receipts, customerId }: CustomerAnswer): Html {
  if (receipts.length === 0) return html`<p class="empty small">Nothing was bought.</p>`;
  const last = receipts.length < WEB_LIMITS.resultRows ? undefined : receipts.at(-1);
  return html`<table class="movements">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">What</th>
          <th scope="col" class="wide">Where</th>
          <th scope="col" class="number">Total</th>
        </tr>
      </thead>
      <tbody>
        ${receipts.map((receipt) => row(context, receipt))}
      </tbody>
    </table>
    ${
      last === undefined
        ? ''
        : html`<p class="pager">
            <a class="button" href="${customerPath(customerId)}?before=${last.businessDate}.${last.seq}">Earlier</a>
          </p>`
    }`;
}

function row({ format }: PageContext, receipt: CustomerReceipt): Html {
  const { businessDate, kind, voided, sender, totalMinor, currency, order } = receipt;
  const of = order === null ? '' : ` of ${order.channel} order ${order.orderNumber}`;
  const what = kind === 'sale' ? 'Sale' : `Refund${of}`;
  return html`<tr>
    <td><time datetime="${businessDate}">${format.date(businessDate)}</time></td>
    <td>${what}${voided ? ' (voided)' : ''}</td>
    <td class="wide muted">${sender}</td>
    <td class="number"><strong>${format.amount(totalMinor, currency)}</strong></td>
  </tr>`;
}
