import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { JournalEntryAnswer } from '../../contract/journal-views.ts';
import type { LedgerFormat } from './account-name.ts';
import { heldEntries } from './held-text.ts';
import type { HeldEntries } from './held-text.ts';
import { declarationsOf, entryOfMarker, renderEntry } from './map.ts';
import type { Rendering } from './map.ts';
import { wholeText } from './whole-text.ts';

const SUFFIX = { hledger: 'journal', beancount: 'beancount' } as const;
const HEADING = '; Written by Backroom, which adds to these files. What is added by hand stays.\n';

interface KnownFile {
  readonly bytes: number;
  readonly entries: Set<number>;
}

/**
 * Books in a folder: one file a month, one of accounts and currencies, and one that holds all of them together. Text is added
 * behind what is there, and is on disk when the call returns.
 */
export class LedgerFolder {
  readonly #folder: string;
  /** What is known of the files of months, until one of them is not as it was left. */
  readonly #months = new Map<string, KnownFile>();
  #declared: { bytes: number; lines: Set<string> } | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Entries that are there already are left out. */
  async add(entries: readonly JournalEntryAnswer[], rendering: Rendering): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const suffix = SUFFIX[rendering.format];
    await this.#declare(`accounts.${suffix}`, entries, rendering);
    for (const [month, own] of Map.groupBy(entries, ({ businessDate }) => businessDate.slice(0, 7))) {
      await this.#addToMonth(`month-${month}.${suffix}`, own, rendering);
    }
    await this.#writeMain(`books.${suffix}`, rendering);
    await this.#sync();
  }

  /**
   * Those of the entries that the file of their month has; null where the folder has no file yet. `first`: the oldest entry
   * of the folder; what is older was there before the folder was.
   */
  async held(
    asked: ReadonlySet<number>,
    { month, format }: { month: string; format: LedgerFormat },
  ): Promise<{ first: number; entries: HeldEntries } | null> {
    const suffix = SUFFIX[format];
    const files = await filesOf(this.#folder);
    const months = files.filter((name) => name.startsWith('month-') && name.endsWith(`.${suffix}`));
    if (months.length === 0) return null;
    const firsts: number[] = [];
    for (const name of months) firsts.push(await firstEntry(join(this.#folder, name)));
    const first = Math.min(...firsts);
    const name = `month-${month}.${suffix}`;
    if (!months.includes(name)) return { first, entries: new Map() };
    return { first, entries: await heldEntries(linesOf(join(this.#folder, name)), asked) };
  }

  async #addToMonth(
    name: string,
    entries: readonly JournalEntryAnswer[],
    rendering: Rendering,
  ): Promise<void> {
    const file = join(this.#folder, name);
    const known = await this.#monthOf(file, entries);
    const fresh = entries.filter(({ entry }) => !known.entries.has(entry));
    if (fresh.length === 0) return;
    const text = fresh.map((entry) => renderEntry(entry, rendering)).join('');
    // Unknown until it is on disk: what is left of a write that failed is looked at before the next.
    this.#months.delete(file);
    await append(file, text);
    for (const { entry } of fresh) known.entries.add(entry);
    this.#months.set(file, { bytes: known.bytes + Buffer.byteLength(text), entries: known.entries });
  }

  async #monthOf(file: string, entries: readonly JournalEntryAnswer[]): Promise<KnownFile> {
    const known = this.#months.get(file);
    if (known !== undefined && known.bytes === (await sizeOf(file))) return known;
    const text = await textOf(file);
    const whole = wholeText(text, new Set(entries.map(({ entry }) => entry)));
    const kept = text.slice(0, whole.length);
    const bytes = Buffer.byteLength(kept);
    if (whole.length < text.length) await cutOff(file, bytes);
    const gap = kept.endsWith('\n') ? '\n' : '\n\n';
    if (!whole.endsWhole) await append(file, gap);
    return { bytes: bytes + (whole.endsWhole ? 0 : gap.length), entries: new Set(whole.entries) };
  }

  async #declare(name: string, entries: readonly JournalEntryAnswer[], rendering: Rendering): Promise<void> {
    const file = join(this.#folder, name);
    const known = await this.#declarations(file);
    const wanted = new Set(entries.flatMap((entry) => declarationsOf(entry, rendering)));
    const fresh = [...wanted].filter((line) => !known.lines.has(line));
    if (fresh.length === 0) return;
    const text = fresh.map((line) => `${line}\n`).join('');
    this.#declared = null;
    await append(file, text);
    for (const line of fresh) known.lines.add(line);
    this.#declared = { bytes: known.bytes + Buffer.byteLength(text), lines: known.lines };
  }

  async #declarations(file: string): Promise<{ bytes: number; lines: Set<string> }> {
    if (this.#declared !== null && this.#declared.bytes === (await sizeOf(file))) return this.#declared;
    const text = await textOf(file);
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const bytes = Buffer.byteLength(whole);
    if (whole.length < text.length) await cutOff(file, bytes);
    return { bytes, lines: new Set(whole.split('\n')) };
  }

  /** Programs read this one file. It is short enough to be written at once, and is written anew where it was cut off. */
  async #writeMain(name: string, { format }: Rendering): Promise<void> {
    const file = join(this.#folder, name);
    const include = (other: string): string =>
      format === 'hledger' ? `include ${other}\n` : `include "${other}"\n`;
    const suffix = SUFFIX[format];
    const text = HEADING + include(`accounts.${suffix}`) + include(`month-*.${suffix}`);
    if ((await textOf(file)).length >= text.length) return;
    await using handle = await open(file, 'w');
    await handle.writeFile(text);
    await handle.sync();
  }

  /** A new file is on disk when its folder is. */
  async #sync(): Promise<void> {
    await using handle = await open(this.#folder);
    await handle.sync();
  }
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Line by line, so that a long file takes no long breath of the hub. */
function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Infinity });
}

async function firstEntry(file: string): Promise<number> {
  for await (const line of linesOf(file)) {
    const entry = entryOfMarker(line);
    if (entry !== null) return entry;
  }
  return Infinity;
}

async function append(file: string, text: string): Promise<void> {
  await using handle = await open(file, 'a');
  await handle.writeFile(text);
  await handle.sync();
}

async function cutOff(file: string, bytes: number): Promise<void> {
  await using handle = await open(file, 'r+');
  await handle.truncate(bytes);
  await handle.sync();
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
