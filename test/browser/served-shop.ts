import { WebServer } from '../../hub/web/server.ts';
import type { MemoryShop } from '../kit/memory-shop.ts';

/** The pages of a shop on a free port of this computer. */
export async function serveShop(shop: MemoryShop): Promise<{ url: string; server: WebServer } & AsyncDisposable> {
  const server = new WebServer(shop);
  const { host, port } = await server.start({ host: '127.0.0.1', port: 0 });
  return { url: `http://${host}:${port}`, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
