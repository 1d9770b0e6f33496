import type { Receipt } from './trading-event.ts';

/** What of a receipt a till adds up for its own report, by name. */
export function receiptFigures({ kind, data }: Receipt): Record<string, number> {
  const totalMinor = data.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const figures: Record<string, number> = { [`${kind}s`]: 1, [`${kind}sMinor`]: totalMinor };
  for (const { kind: tender, amountMinor } of data.tenders) addTo(figures, `tender ${tender}`, amountMinor);
  for (const { taxes = [] } of data.lines)
    for (const { category, amountMinor } of taxes) addTo(figures, `tax ${category}`, amountMinor);
  return figures;
}

function addTo(sums: Record<string, number>, name: string, amount: number): void {
  sums[name] = (sums[name] ?? 0) + amount;
}

export function addAll(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, amount] of Object.entries(more)) addTo(sums, name, amount);
}

/** Those whose names begin so, by the rest of their names. */
export function figuresNamed(sums: Readonly<Record<string, number>>, beginning: string) {
  return Object.entries(sums).flatMap(([name, amountMinor]) =>
    name.startsWith(beginning) ? [{ key: name.slice(beginning.length), amountMinor }] : [],
  );
}
