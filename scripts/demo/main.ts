import '../../hub/kit/node-version.ts';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../hub/kit/clock.ts';
import { HubError } from '../../hub/kit/errors.ts';
import { Child, ChildEnded } from './child.ts';
import { configFile, demoFolder, prepareFolder, writeConfig } from './demo-folder.ts';
import { HOST, needPort, portOrAny } from './free-port.ts';
import { type DemoSettings, readSettings, USAGE } from './settings.ts';
import { ensureProducts, ensureTills } from './shop-setup.ts';
import { type Addresses, statusLine, welcome } from './words.ts';

/**
 * What `npm start` runs: a hub, a sandbox destination and three tills, each in a process of its own. Every step of the
 * first start is done once and can be cut off at any point: the next start finds in the ledger, or in the tills' own
 * files, what is done already.
 */
async function main(): Promise<number> {
  const stop = stopSignal();
  try {
    const settings = readSettings(process.argv.slice(2));
    if (settings === null) {
      console.log(USAGE);
      return 0;
    }
    await openShop(settings, stop);
    return 0;
  } catch (error) {
    if (stop.aborted) return 0;
    if (!(error instanceof HubError || error instanceof ChildEnded)) throw error;
    console.error(error.message);
    if (error instanceof HubError && error.hint !== undefined) console.error(error.hint);
    return error.exitCode;
  }
}

/** Runs until the signal aborts or a child ends. What was started last ends first, so that no sale is under way. */
async function openShop(settings: DemoSettings, stop: AbortSignal): Promise<void> {
  const { data } = settings;
  await needPort(settings.webPort, 'web-port');
  await needPort(settings.mqttPort, 'mqtt-port');
  prepareFolder(data);
  await using children = new AsyncDisposableStack();
  const sandbox = await startSandbox(settings, children, stop);
  const hub = await startHub(settings, children, stop);
  await Promise.race([ensureTills(data, stop), hub.child.ended]);
  await Promise.race([ensureProducts(hub.web, stop), hub.child.ended]);
  const tills = await startTills(settings, { hub, children, stop });
  console.log(welcome({ web: hub.web, mqtt: hub.mqtt, sandbox: sandbox.url, data }));
  const ends = [sandbox.child, hub.child, tills].map((child) => child.ended);
  await Promise.race([...ends, tellStatus(hub, stop)]);
  console.log('The shop is closing …');
}

async function startSandbox(settings: DemoSettings, children: AsyncDisposableStack, stop: AbortSignal) {
  const secret = randomBytes(32).toString('hex');
  const port = String(await portOrAny(settings.sandboxPort));
  const child = children.use(
    new Child({
      name: 'sandbox',
      args: ['scripts/demo/sandbox.ts', '--secret', secret, '--host', HOST, '--port', port, '--json'],
      logFile: logFile(settings, 'sandbox'),
    }),
  );
  const { url, events } = z
    .object({ url: z.string(), events: z.string() })
    .parse(await orStopped(child.ready(), stop));
  writeConfig(settings, { url: events, secret });
  return { child, url };
}

async function startHub(settings: DemoSettings, children: AsyncDisposableStack, stop: AbortSignal) {
  const child = children.use(
    new Child({
      name: 'hub',
      args: ['hub/main.ts', 'run', '--config', configFile(settings.data)],
      logFile: logFile(settings, 'hub'),
    }),
  );
  const ready = z.object({ web: z.string(), mqtt: z.string() }).parse(await orStopped(child.ready(), stop));
  return { child, ...ready };
}

interface TillsParts {
  readonly hub: Pick<Addresses, 'web' | 'mqtt'> & { readonly child: Child };
  readonly children: AsyncDisposableStack;
  readonly stop: AbortSignal;
}

async function startTills(settings: DemoSettings, { hub, children, stop }: TillsParts): Promise<Child> {
  const { web, mqtt } = hub;
  const options = { folder: demoFolder(settings.data), web, mqtt, pace: String(settings.pace) };
  const child = children.use(
    new Child({
      name: 'tills',
      args: [
        'scripts/demo/tills/main.ts',
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      ],
      logFile: logFile(settings, 'tills'),
    }),
  );
  await orStopped(Promise.race([child.ready(), hub.child.ended]), stop);
  return child;
}

function logFile({ data }: DemoSettings, name: string): string {
  return join(demoFolder(data), `${name}.log`);
}

const STATUS_EVERY_MS = 60_000;

/** A line a minute, and only when there is news. Resolves when the signal aborts. */
async function tellStatus({ web }: { readonly web: string }, stop: AbortSignal): Promise<void> {
  let told = '';
  while (!stop.aborted) {
    await systemClock.sleep(STATUS_EVERY_MS, stop);
    const line = stop.aborted ? null : await statusLine(web, new Date());
    if (line === null || line.slice(5) === told) continue;
    told = line.slice(5);
    console.log(line);
  }
}

function orStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  stop.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const onStop = (): void => stopped.reject(stop.reason);
  stop.addEventListener('abort', onStop, { once: true });
  return Promise.race([work, stopped.promise]).finally(() => stop.removeEventListener('abort', onStop));
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  return stop.signal;
}

process.exitCode = await main();
