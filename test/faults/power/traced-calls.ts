import { readFileSync } from 'node:fs';

/** A call to the kernel that matters here, in the order in which calls began or, of an fsync, also ended. */
export type TracedCall =
  | { readonly kind: 'log-write'; readonly data: Buffer }
  | { readonly kind: 'sync-begins' | 'sync-ended'; readonly thread: string }
  | { readonly kind: 'sent'; readonly port: number; readonly data: Buffer };

/** How strace has to be told to write what `readTrace` reads: all strings in hexadecimal, the largest page whole. */
export const TRACE_SETTINGS: readonly string[] =
  '-yy -xx -s 4200 -e signal=none -e trace=pwrite64,pwritev,pwritev2,fsync,fdatasync,write,writev,sendto,sendmsg'.split(
    ' ',
  );

const CALL = /^(\d+)\s+(\w+)\(\d+<(TCP(?:v6)?:\[.*?\]|[^>]*)>(.*)$/;
const RESUMED = /^(\d+)\s+<\.\.\. f(?:data)?sync resumed>.*= (-?\d+)/;
const BYTES = /"((?:\\x[0-9a-f]{2})*)"/g;

/** Reads a trace of `file`'s write-ahead log and of what left through TCP. */
export function readTrace(trace: string, file: string): TracedCall[] {
  const log = `${file}-wal`;
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => callsOf(line, log));
}

function callsOf(line: string, log: string): TracedCall[] {
  // Only fsyncs of the log begin here, so an end without a beginning is somebody else's, and does no harm.
  const [, resumed, result] = RESUMED.exec(line) ?? [];
  if (resumed !== undefined) return result === '0' ? [{ kind: 'sync-ended', thread: resumed }] : [];
  const [, thread = '', name = '', target = '', rest = ''] = CALL.exec(line) ?? [];
  if (target.startsWith('TCP')) return [{ kind: 'sent', port: portOf(target), data: bytesIn(rest) }];
  if (textOf(target) !== log) return [];
  if (!name.endsWith('sync')) return [{ kind: 'log-write', data: bytesIn(rest) }];
  const begins: TracedCall = { kind: 'sync-begins', thread };
  return rest.endsWith('= 0') ? [begins, { kind: 'sync-ended', thread }] : [begins];
}

/** `TCP:[127.0.0.1:1883->127.0.0.1:40000]`: the other end is the one after the arrow. */
function portOf(target: string): number {
  return Number(/:(\d+)\]$/.exec(target)?.[1] ?? 0);
}

function bytesIn(text: string): Buffer {
  return Buffer.concat([...text.matchAll(BYTES)].map(([, hex = '']) => fromHex(hex)));
}

function textOf(hex: string): string {
  return fromHex(hex).toString();
}

function fromHex(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}
