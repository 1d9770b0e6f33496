import { html } from 'hono/html';
import type { DestinationAnswer, ParkedAnswer, RejectedAnswer } from '../../contract/views.ts';
import { WEB_LIMITS } from '../limits.ts';
import { eventWords } from './event-words.ts';
import { exceptionItem } from './exception-item.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';
import { parkedPath } from './paths.ts';
import { destinationSentence } from './status-words.ts';

/** Each destination's queue, in words. */
export function destinationsSection(context: PageContext): Html {
  const destinations = context.ports.reader.destinations();
  return html`<section class="card" data-region="destinations">
    <h2>Destinations</h2>
    ${destinations.length === 0 ? html`<p class="muted">No destination is set up. Everything stays in this shop’s own ledger.</p>` : ''}
    <ul class="plain" role="list">
      ${destinations.map((destination) => destinationItem(context, destination))}
    </ul>
  </section>`;
}

function destinationItem({ format, ports }: PageContext, destination: DestinationAnswer): Html {
  const { name, parked, delivered, lastError } = destination;
  const { tone, text } = destinationSentence(destination, format, ports.clock.nowMs());
  const figures = [
    `${format.count(delivered)} sent`,
    ...(parked > 0 ? [`${format.count(parked)} set aside`] : []),
  ];
  return html`<li>
    <h3 data-tone="${tone}">${name}</h3>
    <p>${text}</p>
    ${lastError === null || destination.failingSince === null ? '' : html`<p class="muted">Last attempt: ${lastError}</p>`}
    <p><small>${figures.join(' · ')}</small></p>
  </li>`;
}

/** Everything that waits for a person: items set aside, broken rules, payloads that could not be read. */
export function needsSection(context: PageContext, showAll: boolean): Html {
  const { reader } = context.ports;
  const { exceptions, rejected } = reader.needs();
  const limit = showAll ? WEB_LIMITS.listRows : WEB_LIMITS.needsRows;
  const parked = reader.parked(limit);
  const open = reader.exceptions({ limit });
  const isQuiet = parked.length === 0 && exceptions === 0 && rejected === 0;
  return html`<section class="card" id="needs" data-region="needs">
    <h2>Needs a person</h2>
    ${isQuiet ? html`<p class="muted">Nothing. All is in order.</p>` : ''}
    <ul class="plain" role="list">
      ${parked.map((item) => parkedItem(context, item))} ${rejected === 0 ? '' : rejectedItem(context, rejected)}
      ${open.map((exception) => exceptionItem(context, exception, showAll))}
    </ul>
    ${exceptions > open.length ? moreExceptions(context, exceptions, showAll) : ''}
  </section>`;
}

function parkedItem({ format, ports }: PageContext, item: ParkedAnswer): Html {
  const { destination, seq, type, reason, attempts, parkedAt } = item;
  const when = format.time(parkedAt, ports.clock.nowMs());
  const what = `${eventWords(type)} ${format.count(seq)}`;
  return html`<li>
    <h3 data-tone="bad">${what} is set aside for ${destination}</h3>
    <p>${reason}</p>
    <p><small>${when} · refused ${attempts === 1 ? 'once' : `${format.count(attempts)} times`} · everything else goes on</small></p>
    <div class="actions">
      <form method="post" action="${parkedPath(destination, seq, 'retry')}">
        <button>Retry<span class="unseen"> ${what}</span></button>
      </form>
      <details id="skip-${destination}-${seq}">
        <summary class="button">Skip<span class="unseen"> ${what}</span> …</summary>
        <form method="post" action="${parkedPath(destination, seq, 'skip')}">
          <p>${destination} will never get it from here; enter it there by hand. It stays in the shop’s ledger.</p>
          <button class="danger">Skip it for good<span class="unseen">: ${what}</span></button>
        </form>
      </details>
    </div>
  </li>`;
}

function rejectedItem({ format, ports }: PageContext, rejected: number): Html {
  const what =
    rejected === 1 ? '1 message could not be read' : `${format.count(rejected)} messages could not be read`;
  const latest = ports.reader.rejected(WEB_LIMITS.rejectedRows);
  const line = ({ at, from, reason, timesSeen }: RejectedAnswer): Html => {
    const times = timesSeen > 1 ? ` · sent ${format.count(timesSeen)} times` : '';
    return html`<li>${reason} <small>${format.time(at, ports.clock.nowMs())} · ${from}${times}</small></li>`;
  };
  return html`<li>
    <h3 data-tone="bad">${what}</h3>
    <p class="muted">Kept as they came, and they count for nothing yet. A technician repairs and admits them.</p>
    <ul class="lines">
      ${latest.map(line)}
    </ul>
  </li>`;
}

function moreExceptions({ format }: PageContext, exceptions: number, showAll: boolean): Html {
  if (showAll) {
    return html`<p class="muted">The latest ${format.count(WEB_LIMITS.listRows)} of ${format.count(exceptions)}.</p>`;
  }
  return html`<p><a class="quiet" href="/activity?needs=all">Show all ${format.count(exceptions)}</a></p>`;
}
