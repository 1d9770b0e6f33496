import './kit/node-version.ts';
import { parseArgs } from 'node:util';
import { loadConfig } from './config/load.ts';
import { startHub } from './hub.ts';
import type { Hub, HubSettings } from './hub.ts';
import { systemClock } from './kit/clock.ts';
import { faultIn, HubError, messageOf } from './kit/errors.ts';
import { version } from './kit/version.ts';

/** A second signal while the hub stops ends it at once: the log makes that safe. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A stop that takes longer ends the process all the same: nothing that was acknowledged depends on it. */
const STOP_MAX_MS = 10_000;

/** Files that the hub makes are for its own user alone. */
const OWNER_ONLY = 0o077;

export interface RunArgs {
  readonly config?: string;
  readonly data?: string;
  /** How patient the hub is with its ledger's writer, where that is not as usual. */
  readonly writerLimits?: HubSettings['writerLimits'];
}

/** Runs a hub until a signal or a fault ends it, and gives the exit code. */
export async function runHub(args: RunArgs): Promise<number> {
  process.umask(OWNER_ONLY);
  try {
    const logLevel = process.env['BACKROOM_LOG_LEVEL'] ?? 'info';
    const sources = { env: process.env, ...(args.config === undefined ? {} : { file: args.config }) };
    const config = loadConfig({
      ...sources,
      ...(args.data === undefined ? {} : { overrides: { dataDir: args.data } }),
    });
    const { writerLimits } = args;
    const settings = { clock: systemClock, version: version(), logLevel, writerLimits };
    await using hub = await startHub(config, settings);
    // Whoever reads that the hub is ready may stop it at once.
    const signalled = firstSignal();
    announce(hub);
    const end = await Promise.race([signalled, hub.failure]);
    const exitCode = end instanceof HubError ? end.exitCode : 0;
    if (end instanceof HubError) explain(end);
    if (end instanceof HubError && end.code === 'ledger.stuck') leaveAtOnce();
    setTimeout(leaveAtOnce, STOP_MAX_MS).unref();
    return exitCode;
  } catch (error) {
    const fault = faultIn(error);
    if (fault === null) throw error;
    explain(fault);
    return fault.exitCode;
  }
}

/**
 * Ends this process whatever its threads do. `process.exit` waits for the ledger's writer, which a disk that does not
 * answer holds for ever; this is a power cut to the process, and the log makes that safe.
 */
function leaveAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** One line of JSON on standard output, for whatever started this process: it is ready, and where. */
function announce(hub: Hub): void {
  const web = `http://${hub.web.host}:${hub.web.port}`;
  const mqtt = `mqtt://${hub.mqtt.host}:${hub.mqtt.port}`;
  process.stdout.write(`${JSON.stringify({ ready: true, web, mqtt, pid: process.pid })}\n`);
}

function firstSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) process.once(signal, resolve);
  });
}

function explain(fault: HubError): void {
  const cause = fault.cause === undefined ? '' : `\n  Cause: ${messageOf(fault.cause)}`;
  const hint = fault.hint === undefined ? '' : `\n  ${fault.hint}`;
  process.stderr.write(`${fault.message}${cause}${hint}\n`);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { config: { type: 'string' }, data: { type: 'string' } },
    allowPositionals: true,
  });
  process.exitCode = await runHub(values);
}
