import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian's package keeps it, on each kind of computer that Backroom runs on. */
export const FAKETIME = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((kind) => `/usr/lib/${kind}/faketime/libfaketime.so.1`)
  .find((file) => existsSync(file));

/** A clock that this process sets for another one. The time that passes is not touched. */
export class SetClock {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, 'time-of-day');
    this.set('+0');
  }

  set(time: string): void {
    writeFileSync(`${this.#file}.new`, `${time}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }

  get env(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: FAKETIME ?? '',
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }
}
