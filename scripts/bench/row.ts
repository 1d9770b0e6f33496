/** One figure of the report. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, taken in the same run and in the same unit; null where the target is absolute. */
  readonly baseline: number | null;
  /** value / baseline. */
  readonly ratio: number | null;
  /** The bound in words, such as `>= 0.8 x`; null for a figure that is only printed. */
  readonly target: string | null;
  readonly met: boolean | null;
}

export type Bound = { readonly atLeast: number } | { readonly atMost: number };

export interface RowInput {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
  /** Of the ratio where there is a baseline, of the value where there is none. */
  readonly target?: Bound;
}

export function row({ name, value, unit, baseline, target }: RowInput): Row {
  const ratio = baseline === undefined ? null : value / baseline;
  const common = { name, value, unit, baseline: baseline ?? null, ratio };
  if (target === undefined) return { ...common, target: null, met: null };
  const judged = ratio ?? value;
  const met = 'atLeast' in target ? judged >= target.atLeast : judged <= target.atMost;
  const [sign, bound] = 'atLeast' in target ? ['>=', target.atLeast] : ['<=', target.atMost];
  return { ...common, target: `${sign} ${bound}${ratio === null ? '' : ' x'}`, met };
}

/** The rows as lines of a table, the widest cell of a column deciding its width. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['figure', 'value', 'unit', 'baseline', 'ratio', 'target', ''],
    ...rows.map((each) => [
      each.name,
      short(each.value),
      each.unit,
      short(each.baseline),
      each.ratio === null ? '' : each.ratio.toFixed(2),
      each.target ?? '',
      each.met === null ? '' : each.met ? 'met' : 'MISSED',
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function short(value: number | null): string {
  if (value === null) return '';
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
