import type { Delivery } from './delivery-book.ts';

export type SandboxMode = 'on' | 'off' | 'slow' | 'error' | 'die';

export interface SandboxState {
  readonly mode: SandboxMode;
  readonly events: number;
  readonly duplicates: number;
  readonly batches: number;
  /** Deliveries whose signature was wrong. */
  readonly forged: number;
}

const MODES: readonly { readonly mode: SandboxMode; readonly button: string; readonly words: string }[] = [
  { mode: 'on', button: 'Switch on', words: 'is on and takes what the shop sends' },
  { mode: 'off', button: 'Switch off', words: 'is off, as if the internet were gone' },
  { mode: 'slow', button: 'Be slow', words: 'takes its time with every answer' },
  { mode: 'error', button: 'Answer 500', words: 'answers every delivery with an error' },
  { mode: 'die', button: 'Die before the answer', words: 'takes every delivery and hangs up without a word' },
];

/** The status page: one screen, no script, looks again every two seconds. */
export function sandboxPage(state: SandboxState, newest: readonly Delivery[]): string {
  const words = MODES.find(({ mode }) => mode === state.mode)?.words ?? '';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width">
<title>Sandbox destination</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem; }
  form { display: flex; flex-wrap: wrap; gap: .5rem; }
  button { font: inherit; padding: .5rem 1rem; }
  button[aria-pressed=true] { font-weight: bold; }
  td { padding-right: 1rem; overflow-wrap: anywhere; }
</style>
<h1>Sandbox destination</h1>
<p>This plays the bookkeeping in the cloud. It ${words}.</p>
<form method="post" action="/mode">
${MODES.map(({ mode, button }) => `<button name="mode" value="${mode}" aria-pressed="${mode === state.mode}">${button}</button>`).join('\n')}
</form>
<p><strong>${state.events}</strong> events have arrived in ${state.batches} deliveries;
${state.duplicates} came more than once and were counted once.</p>
<table>
${newest.map((each) => `<tr><td>${each.ledgerSeq}<td>${escape(each.type)}<td>${escape(each.source)}`).join('\n')}
</table>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
