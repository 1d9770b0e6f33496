import type { LiveMessages, StockFigures, StockMessage } from './messages.ts';

/**
 * Keeps the page up to date. The server renders everything; this puts the texts it sends where they belong, asks for
 * the page again when more changed than it was told, and says so plainly when the connection is lost.
 */
const SILENCE_MAX_MS = 40_000;
const COME_BACK_MS = 5_000;
const REFRESH_PAUSE_MS = 1_000;
const AGE_STEP_MS = 10_000;

const root = document.documentElement;
let stream: EventSource | undefined;
let lastSeq = Number(document.body.dataset['seq'] ?? 0);
/** When the hub was last heard, by both clocks: one may be set, the other stands still while the device sleeps. */
let heard = { monotonicMs: performance.now(), wallMs: Date.now() };
let refreshTimer: number | undefined;
let comeBackTimer: number | undefined;
/** A part of the page is older than the page that was asked for last, because a person was busy in it. */
let isBehind = false;

connect();
setInterval(checkSilence, AGE_STEP_MS);
// A stream keeps a page out of the back-forward cache, and one of the browser's few connections busy.
addEventListener('pagehide', () => stream?.close());
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  connect();
  refreshSoon();
});

for (const end of ['focusout', 'toggle']) {
  addEventListener(end, () => isBehind && refreshSoon(), { capture: true });
}

function connect(): void {
  stream?.close();
  clearTimeout(comeBackTimer);
  const query = new URLSearchParams({ after: String(lastSeq) });
  for (const sku of shownSkus()) query.append('sku', sku);
  stream = new EventSource(`/live?${query.toString()}`);
  listen(stream, 'status', showStatus);
  listen(stream, 'stock', showStock);
  listen(stream, 'activity', showActivity);
  listen(stream, 'destinations', () => {
    if (document.querySelector('[data-region=destinations]') !== null) refreshSoon();
  });
  listen(stream, 'resync', ({ seq }) => {
    lastSeq = seq;
    refreshSoon();
  });
  stream.addEventListener('error', () => {
    showLost();
    // After an answer other than 200 a browser does not come back by itself.
    if (stream?.readyState === EventSource.CLOSED) comeBackTimer = setTimeout(connect, COME_BACK_MS);
  });
}

function listen<Name extends keyof LiveMessages>(
  source: EventSource,
  name: Name,
  show: (message: LiveMessages[Name]) => void,
): void {
  source.addEventListener(name, (event: MessageEvent<string>) => {
    heard = { monotonicMs: performance.now(), wallMs: Date.now() };
    showFound();
    show(JSON.parse(event.data));
  });
}

function shownSkus(): Set<string> {
  return new Set(elements('[data-stock-of]').map((element) => element.dataset['stockOf'] ?? ''));
}

function elements(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

function setText(element: Element | null, text: string): boolean {
  if (element === null || element.textContent === text) return false;
  element.textContent = text;
  return true;
}

function showStatus({ hub, cloud, asOf }: LiveMessages['status']): void {
  setText(document.querySelector('#as-of'), asOf);
  for (const [name, { tone, text }] of Object.entries({ hub, cloud })) {
    const item = document.querySelector<HTMLElement>(`#status-${name}`);
    setText(item?.querySelector('dd') ?? null, text);
    if (item === null || item.dataset['tone'] === tone) continue;
    item.dataset['tone'] = tone;
    setText(document.querySelector('#announcement'), `${name === 'hub' ? 'Hub' : 'Cloud'}: ${text}`);
  }
}

function showStock(stock: StockMessage): void {
  const shown = elements('[data-stock-of]').filter((element) => element.dataset['stockOf'] === stock.sku);
  for (const element of shown) {
    const text = figureOf(stock, element);
    if (text !== undefined && setText(element, text)) flash(element, 'changed');
  }
  for (const element of elements('[data-badge-of]')) {
    if (element.dataset['badgeOf'] !== stock.sku) continue;
    element.dataset['badge'] = stock.badge;
    setText(element, stock.badgeWords);
  }
  // The page that was just loaded knows its movements up to where it was rendered.
  if (stock.seq <= lastSeq) return;
  const isItsPage = elements('[data-region=movements]').some((region) => region.dataset['of'] === stock.sku);
  if (isItsPage || saysLess(shown, stock)) refreshSoon();
}

function figureOf(stock: StockMessage, { dataset }: HTMLElement): string | undefined {
  const place = dataset['location'];
  const at = place === undefined ? stock : stock.locations.find(({ location }) => location === place);
  return at?.figures[(dataset['figure'] ?? 'onHand') as keyof StockFigures];
}

/** What is available is shown only where it is not what is on hand: a list may have to show one number more, or less. */
function saysLess(shown: readonly HTMLElement[], { figures }: StockMessage): boolean {
  const hasAvailable = shown.some((element) => element.dataset['figure'] === 'available');
  return shown.length > 0 && hasAvailable !== (figures.available !== figures.onHand);
}

function flash(element: Element, name: string): void {
  element.classList.remove(name);
  // Reading the layout makes the browser start the animation again.
  element.getBoundingClientRect();
  element.classList.add(name);
}

function showActivity({ seq, type, html }: LiveMessages['activity']): void {
  if (seq <= lastSeq) return;
  lastSeq = seq;
  if (type.startsWith('backroom.low-stock.') && elements('[data-region=low]').length > 0) refreshSoon();
  const feed = document.querySelector<HTMLElement>('[data-feed]');
  if (feed === null) return;
  document.querySelector('[data-empty-feed]')?.remove();
  feed.insertAdjacentHTML('afterbegin', html);
  feed.firstElementChild?.classList.add('new');
  while (feed.children.length > Number(feed.dataset['feed'])) feed.lastElementChild?.remove();
}

function refreshSoon(): void {
  refreshTimer ??= setTimeout(() => {
    refreshTimer = undefined;
    void refresh();
  }, REFRESH_PAUSE_MS);
}

/** Asks for this page again and takes over what it shows, except where a person is busy. */
async function refresh(): Promise<void> {
  const response = await fetch(location.href).catch(() => undefined);
  if (response === undefined || !response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  isBehind = false;
  for (const region of elements('[data-region], [data-feed]')) {
    const name = region.dataset['region'];
    const selector = name === undefined ? '[data-feed]' : `[data-region=${name}]`;
    const replacement = fresh.querySelector(selector);
    if (replacement === null) continue;
    if (isBusy(region)) isBehind = true;
    else region.replaceChildren(...replacement.childNodes);
  }
  lastSeq = Math.max(lastSeq, Number(fresh.body.dataset['seq'] ?? 0));
}

function isBusy(region: HTMLElement): boolean {
  return region.contains(document.activeElement) || region.querySelector('details[open]') !== null;
}

function silentMs(): number {
  return Math.max(performance.now() - heard.monotonicMs, Date.now() - heard.wallMs);
}

function checkSilence(): void {
  if (silentMs() > SILENCE_MAX_MS) {
    connect();
    showLost();
  } else if (root.dataset['live'] === 'lost') showLost();
}

function showLost(): void {
  root.dataset['live'] = 'lost';
  const banner = document.querySelector<HTMLElement>('#lost');
  if (banner === null) return;
  banner.hidden = false;
  const since = document.querySelector('#as-of')?.textContent ?? '';
  setText(banner, `No connection to the hub. What you see is from ${since}${age()}.`);
}

function age(): string {
  const minutes = Math.floor(silentMs() / 60_000);
  if (minutes < 1) return '';
  return minutes === 1 ? ', a minute ago' : `, ${minutes} minutes ago`;
}

function showFound(): void {
  if (root.dataset['live'] === 'on') return;
  root.dataset['live'] = 'on';
  const banner = document.querySelector<HTMLElement>('#lost');
  if (banner !== null) banner.hidden = true;
}
