import { html } from 'hono/html';
import type { ActivityAnswer } from '../../contract/views.ts';
import { WEB_LIMITS } from '../limits.ts';
import { eventWords } from './event-words.ts';
import type { Html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { destinationsSection, needsSection } from './needs-sections.ts';

export interface ActivityView {
  /** Shows what happened before this place in the ledger, instead of the latest. */
  readonly beforeSeq: number | undefined;
  readonly notice: string | undefined;
  /** Lists every open question instead of the latest few. */
  readonly showAllNeeds: boolean;
}

/** What happens in the shop, what needs a person, and how each destination stands. */
export function activityPage(context: PageContext, view: ActivityView): Html {
  const content = html`<h1 class="unseen">Activity</h1>
    ${view.notice === undefined ? '' : html`<p class="notice" role="status">${view.notice}</p>`}
    <div class="columns side">
      <div>${destinationsSection(context)} ${needsSection(context, view.showAllNeeds)}</div>
      ${activitySection(context, view)}
    </div>`;
  return layout(context, { title: 'Activity', current: 'activity', content });
}

function activitySection(context: PageContext, { beforeSeq }: ActivityView): Html {
  const limit = WEB_LIMITS.activityRows;
  const { reader } = context.ports;
  const rows = reader.activity(beforeSeq === undefined ? { limit } : { beforeSeq, limit });
  const last = rows.at(-1)?.seq;
  return html`<section>
    <h2>${beforeSeq === undefined ? 'As it happens' : 'Earlier'}</h2>
    ${rows.length === 0 ? html`<p class="empty small" data-empty-feed>Nothing yet. Sales appear here the moment a till sends them.</p>` : ''}
    <ol class="feed live" role="list" ${beforeSeq === undefined ? html`data-feed="${limit}"` : ''}>
      ${rows.map((row) => activityRow(context, row))}
    </ol>
    <p class="pager">
      ${beforeSeq === undefined ? '' : html`<a class="button" href="/activity">Latest</a>`}
      ${rows.length < limit || last === undefined ? '' : html`<a class="button" href="/activity?before=${last}">Earlier</a>`}
    </p>
  </section>`;
}

/** One row of the feed. The live island puts the same markup on top. */
export function activityRow({ format, ports }: PageContext, row: ActivityAnswer): Html {
  const { seq, at, type, by, currency, totalMinor, lines } = row;
  const amount = totalMinor === null || currency === null ? '' : format.amount(totalMinor, currency);
  const count = lines === null ? '' : ` · ${format.count(lines)} ${lines === 1 ? 'line' : 'lines'}`;
  const doubt = row.clock === 'unsynced' ? ' · the clock was not right then' : '';
  return html`<li data-seq="${seq}">
    <time datetime="${at}">${format.time(at, ports.clock.nowMs())}</time>
    <span class="what">${eventWords(type)}${row.standing === 'conflict' ? html` <span class="badge" data-badge="negative">Not counted: same number, other content</span>` : ''}<small>${by}${count}${doubt}</small></span>
    <strong class="number">${amount}</strong>
  </li>`;
}
