import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Debian's Chromium. `npm test` installs it; nothing is downloaded by the test itself. */
export async function launchChromium(): Promise<Browser> {
  const quiet = ['background-networking', 'component-update', 'sync', 'quic', 'gpu'].map(
    (what) => `--disable-${what}`,
  );
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--no-first-run', ...quiet],
  });
}

/** Pictures of the pages, for a person to look at. */
export function screenshotPath(name: string): string {
  const folder = join(tmpdir(), 'backroom-screenshots');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.png`);
}
