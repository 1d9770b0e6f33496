import { html } from 'hono/html';
import type { Html } from './html.ts';

export interface Message {
  readonly title: string;
  readonly message: string;
  readonly hint?: string;
}

/** A page that says one thing, and needs nothing from the ledger to say it. */
export function messagePage({ title, message, hint }: Message): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Backroom</title>
        <link rel="stylesheet" href="/assets/styles.css" />
      </head>
      <body class="message">
        <main>
          <h1>${title}</h1>
          <p>${message}</p>
          ${hint === undefined ? '' : html`<p class="muted">${hint}</p>`}
          <p><a class="button" href="/">Stock</a></p>
        </main>
      </body>
    </html>`;
}
