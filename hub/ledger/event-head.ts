import { assert } from '../kit/assert.ts';

/** What every list shows of an event. */
export interface EventHead {
  readonly id: string;
  readonly source: string;
  readonly type: string;
}

/**
 * The beginning of a body, as SQL. Id, source and type stand first in every body, because the contract writes them in
 * that order; with every character escaped they fit. A list must not read a megabyte for each of its lines.
 */
export const HEAD_OF_BODY = 'substr(e.body, 1, 4096) AS head';

const STRING = String.raw`("(?:[^"\\]|\\.)*")`;
const HEAD = new RegExp(`^\\{"specversion":"1\\.0","id":${STRING},"source":${STRING},"type":${STRING}`);

export function parseHead(head: Uint8Array): EventHead {
  const match = HEAD.exec(Buffer.from(head).toString());
  assert(match !== null, 'a body begins with its id, source and type');
  const [id, source, type] = match.slice(1).map((text) => JSON.parse(text) as string);
  return { id: id ?? '', source: source ?? '', type: type ?? '' };
}
