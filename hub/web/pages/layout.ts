import { html, raw } from 'hono/html';
import type { WebPorts } from '../ports.ts';
import type { Format } from './format.ts';
import type { Html } from './html.ts';
import { CUSTOMERS_PATH, DAYS_PATH } from './paths.ts';
import { headerStatus, type StatusWords } from './status-words.ts';

export interface PageContext {
  readonly ports: WebPorts;
  readonly format: Format;
}

export interface Page {
  readonly title: string;
  readonly current: 'stock' | 'days' | 'customers' | 'activity';
  readonly content: Html;
  readonly islands?: readonly string[];
}

/** The frame of every page. It is complete without scripts; the islands only keep it up to date. */
export function layout({ ports, format }: PageContext, page: Page): Html {
  const { shopName, locale } = ports.settings;
  const status = headerStatus(ports, format);
  const islands = ['live.ts', 'scan.ts', ...(page.islands ?? [])];
  return html`<!doctype html>
    <html lang="en" data-locale="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · ${shopName}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/styles.css" />
        ${islands.map((name) => html`<script type="module" src="/assets/browser/${name}"></script>`)}
      </head>
      <body data-seq="${ports.reader.lastSeq()}">
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <a class="shop" href="/">${icon('shop')}<span>${shopName}</span></a>
          <nav aria-label="Pages">${navLink(page, 'stock', '/')}${navLink(page, 'days', DAYS_PATH)}${navLink(page, 'customers', CUSTOMERS_PATH)}${navLink(page, 'activity', '/activity')}</nav>
          <dl class="status">${statusItem('hub', 'Hub', status.hub)}${statusItem('cloud', 'Cloud', status.cloud)}</dl>
        </header>
        <p class="lost" id="lost" role="status" hidden></p>
        <main id="content" tabindex="-1">${page.content}</main>
        <footer>
          <p>As of <time id="as-of">${format.clockTime(ports.clock.nowMs())}</time> · Backroom ${ports.version}</p>
        </footer>
        <p class="unseen" id="announcement" role="status"></p>
      </body>
    </html>`;
}

function statusItem(id: string, label: string, { tone, text }: StatusWords): Html {
  return html`<div id="status-${id}" data-tone="${tone}"><dt>${label}</dt><dd>${text}</dd></div>`;
}

const NAV_WORDS = { stock: 'Stock', days: 'Days', customers: 'Customers', activity: 'Activity' } as const;

function navLink(page: Page, name: Page['current'], href: string): Html {
  const current = page.current === name ? raw(' aria-current="page"') : '';
  return html`<a href="${href}" ${current}>${icon(name)}<span>${NAV_WORDS[name]}</span></a>`;
}

const ICON_PATHS = {
  shop: 'M4 10v9h16v-9M3 10l2-5h14l2 5a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0ZM10 19v-5h4v5',
  stock: 'M12 3 4 7v10l8 4 8-4V7l-8-4ZM4 7l8 4 8-4M12 11v10',
  days: 'M4 6h16v14H4ZM4 10h16M8 3v4M16 3v4',
  customers: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 20a8 8 0 0 1 16 0',
  activity: 'M3 12h4l3-8 4 16 3-8h4',
} as const;

function icon(name: keyof typeof ICON_PATHS): Html {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICON_PATHS[name]}" /></svg>`;
}
