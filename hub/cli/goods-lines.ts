import { CommandFailure } from './command-failure.ts';

export interface LineSaid {
  readonly sku: string;
  readonly quantity: string;
}

/** `MUG=3` is three of MUG. The last `=` divides, as a code may hold one. */
export function linesSaid(texts: readonly string[]): LineSaid[] {
  return texts.map((text) => {
    const at = text.lastIndexOf('=');
    const sku = text.slice(0, at).trim();
    const quantity = text.slice(at + 1).trim();
    if (at > 0 && sku !== '' && quantity !== '') return { sku, quantity };
    throw new CommandFailure(`${text} is no line.`, 'Say which product and how much: MUG=3', 64);
  });
}

/** Everything that a command says besides its lines, without what was left out. */
export function said(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
