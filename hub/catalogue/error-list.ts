import { IMPORT_ERRORS_MAX } from './limits.ts';
import type { ImportError } from './ports.ts';

/** What is wrong with a file: all of it counted, the first of it listed. */
export class ErrorList {
  #errors: ImportError[] = [];
  #count = 0;

  add(line: number, reason: string): void {
    this.#count += 1;
    this.#errors.push({ line, reason });
    if (this.#errors.length >= 2 * IMPORT_ERRORS_MAX) this.#errors = firstOf(this.#errors);
  }

  get count(): number {
    return this.#count;
  }

  /** The errors of the first lines, in the order of the file. */
  get listed(): readonly ImportError[] {
    return firstOf(this.#errors);
  }
}

function firstOf(errors: readonly ImportError[]): ImportError[] {
  return errors.toSorted((a, b) => a.line - b.line).slice(0, IMPORT_ERRORS_MAX);
}
