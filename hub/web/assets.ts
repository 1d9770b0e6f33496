import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { Hono } from 'hono';
import { sha256Hex } from '../kit/digest.ts';
import type { WebEnv } from './web-env.ts';

interface Asset {
  readonly body: string;
  readonly type: string;
  readonly etag: string;
}

/**
 * Styles, icon and browser islands, read and stripped of their types once, when the first page asks: Node's stripper
 * takes a fifth of the memory that an idle hub has. A browser asks each time and is told that nothing changed: on the
 * shop's own network that is cheaper than an old page after an update.
 */
export function assetRoutes(): Hono<WebEnv> {
  let assets: ReadonlyMap<string, Asset> | undefined;
  const routes = new Hono<WebEnv>();
  routes.get('/assets/:path{.+}', (context) => {
    assets ??= readAssets();
    const found = assets.get(context.req.param('path'));
    if (found === undefined) return context.notFound();
    const headers = { ETag: found.etag, 'Cache-Control': 'no-cache' };
    if (context.req.header('if-none-match') === found.etag) return context.body(null, 304, headers);
    return context.body(found.body, 200, { ...headers, 'Content-Type': found.type });
  });
  return routes;
}

function readAssets(): Map<string, Asset> {
  const assets = new Map([
    ['styles.css', asset(readStyles(), 'text/css; charset=utf-8')],
    ['icon.svg', asset(readText('./icon.svg'), 'image/svg+xml')],
  ]);
  const names = readdirSync(new URL('./browser/', import.meta.url)).filter((name) =>
    /^[a-z-]+\.ts$/.test(name),
  );
  for (const name of names) {
    const script = stripTypeScriptTypes(readText(`./browser/${name}`));
    assets.set(`browser/${name}`, asset(script, 'text/javascript; charset=utf-8'));
  }
  return assets;
}

/** In the order in which they override each other. */
const STYLES = ['base', 'frame', 'controls', 'tables', 'lists', 'wide', 'live', 'print'];

function readStyles(): string {
  return STYLES.map((name) => readText(`./styles/${name}.css`)).join('\n');
}

function readText(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

function asset(body: string, type: string): Asset {
  return { body, type, etag: `"${sha256Hex(body).slice(0, 32)}"` };
}
