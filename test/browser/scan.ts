import type { Page } from 'playwright-core';

/** Faster than any person types. */
const GAP_SECONDS = 0.004;

/**
 * Types a code and Enter as a barcode scanner does. Each key carries the time at which the scanner sent it, so that
 * a busy computer does not turn the scan into slow typing.
 */
export async function scan(page: Page, code: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const startSeconds = Date.now() / 1_000;
  const keys = [...Array.from(code, (key) => ({ key, text: key })), { key: 'Enter', text: '\r' }];
  const sent = keys.flatMap(({ key, text }, index) => {
    const press = {
      key,
      text,
      code: key === 'Enter' ? key : '',
      timestamp: startSeconds + index * GAP_SECONDS,
    };
    return [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...press }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press, text: '' }),
    ];
  });
  await Promise.all(sent);
}
