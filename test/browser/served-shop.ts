import { WebServer } from '../../hub/web/server.ts';
import type { MemoryShop } from '../kit/memory-shop.ts';

/** The pages of a shop on this computer, on a free port unless one is wished for. */
export async function serveShop(
  shop: MemoryShop,
  wishedPort = 0,
): Promise<{ url: string; server: WebServer } & AsyncDisposable> {
  const server = new WebServer(shop);
  const { host, port } = await server.start({ host: '127.0.0.1', port: wishedPort });
  return {
    url: `http://${host}:${port}`,
    server,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
