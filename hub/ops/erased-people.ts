import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Somebody who was forgotten, by the id that the log has. */
export type ErasedPerson = { readonly customerId: string } | { readonly employeeId: string };

const ONLY_THE_HUB = 0o600;
const LINE = /^(customer|employee) (".*")$/;

/**
 * Who was forgotten, in a file beside the ledger: a line for each, `customer "c-17"`, ids only. A ledger that is restored
 * from an older copy does not know it any more, and this file does. Lines are only ever added; one that was cut off by a
 * power cut is passed over, and is added anew.
 */
export class ErasedPeople {
  readonly #file: string;
  readonly #lines = new Set<string>();

  constructor(file: string) {
    this.#file = file;
  }

  /** Those of the file. */
  async read(): Promise<ErasedPerson[]> {
    const text = await textOf(this.#file);
    const people = text.split('\n').flatMap(personOf);
    for (const person of people) this.#lines.add(lineOf(person));
    if (text !== '' && !text.endsWith('\n')) await this.#append('\n');
    return people;
  }

  /** Returns when they are on disk; those that are in the file already stay as they are. */
  async add(people: readonly ErasedPerson[]): Promise<void> {
    const lines = new Set(people.map(lineOf).filter((line) => !this.#lines.has(line)));
    if (lines.size === 0) return;
    await this.#append([...lines].map((line) => `${line}\n`).join(''));
    for (const line of lines) this.#lines.add(line);
  }

  async #append(text: string): Promise<void> {
    await using file = await open(this.#file, 'a', ONLY_THE_HUB);
    await file.write(text);
    await file.sync();
    await using folder = await open(dirname(this.#file), 'r');
    await folder.sync();
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function lineOf(person: ErasedPerson): string {
  return 'customerId' in person
    ? `customer ${JSON.stringify(person.customerId)}`
    : `employee ${JSON.stringify(person.employeeId)}`;
}

function personOf(line: string): ErasedPerson[] {
  const [, kind, quoted] = LINE.exec(line) ?? [];
  if (quoted === undefined) return [];
  try {
    const id = String(JSON.parse(quoted));
    return [kind === 'customer' ? { customerId: id } : { employeeId: id }];
  } catch {
    return [];
  }
}
