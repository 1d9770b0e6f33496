import { assert } from '../../kit/assert.ts';
import { type BarcodePattern, readBarcodePattern } from '../../kit/barcode-pattern.ts';
import { checkDigitOf } from '../../kit/gtin.ts';
import { decimalText, microOf } from './code-facts.ts';
import { verifierDigitOf } from './verifier-digit.ts';

/** What the settings say of one layout; see `readBarcodePattern` for the pattern. */
export interface LayoutSetting {
  readonly pattern: string;
  /** How many digits of the price or weight stand behind the point; a weight is in kilograms. */
  readonly decimals: number;
}

/** A layout of codes that a shop prints itself, with a price or weight inside, ready to be used. */
export interface PriceWeightLayout extends LayoutSetting {
  readonly parsed: BarcodePattern;
}

/** What a code with a price or weight inside says. */
export interface InStoreRead {
  /** The pattern that fits. */
  readonly layout: string;
  /** The digits of the item alone, as they may stand in a list of PLU numbers. */
  readonly item: string;
  /** The first digits and those of the item, as `2100005`. */
  readonly itemCode: string;
  /** The same code with zeros for its measure and a new check digit, under which many systems keep such a product. */
  readonly baseCode: string;
  readonly measure:
    | { readonly kind: 'weight'; readonly weightMicro: number }
    /** Decimal text in the money of the shop. */
    | { readonly kind: 'price'; readonly price: string };
}

export type BarcodePreset = keyof typeof PRESETS;

/**
 * National layouts that a published source confirms. Other countries have their own, or leave it to the shop: such a
 * shop writes its own pattern. A code that begins with 2 is never taken for a weight without one.
 *
 * se: GS1 Sweden. gb: GS1 UK, in sterling, for trade within the country. us: UPC-A with system digit 2, a price of
 * four digits.
 */
const PRESETS = {
  none: [],
  se: [
    { pattern: '20IIIIIIPPPPC', decimals: 2 },
    { pattern: '21IIIIIIPPPPC', decimals: 1 },
    { pattern: '22IIIIIIPPPPC', decimals: 0 },
    { pattern: '23IIIIIIWWWWC', decimals: 3 },
    { pattern: '24IIIIIIWWWWC', decimals: 2 },
    { pattern: '25IIIIIIWWWWC', decimals: 1 },
  ],
  gb: [{ pattern: '2[08]IIIIIVPPPPC', decimals: 2 }],
  us: [{ pattern: '2IIIIIVPPPPC', decimals: 2 }],
} as const satisfies Record<string, readonly LayoutSetting[]>;

/** The layouts of the settings: the shop's own first, then those of its country. The patterns have been checked. */
export function priceWeightLayouts(settings: {
  readonly preset: BarcodePreset;
  readonly layout: readonly LayoutSetting[];
}): PriceWeightLayout[] {
  return [...settings.layout, ...PRESETS[settings.preset]].map(({ pattern, decimals }) => {
    const parsed = readBarcodePattern(pattern);
    assert(parsed.kind === 'pattern', `the layout ${pattern} was checked when the settings were read`);
    return { pattern, decimals, parsed };
  });
}

export type InStoreResult =
  | { readonly kind: 'read'; readonly read: InStoreRead }
  | { readonly kind: 'wrong-verifier'; readonly layout: string };

/**
 * Reads a GTIN of 14 digits, whose check digit is right, as a code with a price or weight inside, by the first layout
 * that fits; null where none does.
 */
export function readInStore(gtin14: string, layouts: readonly PriceWeightLayout[]): InStoreResult | null {
  for (const layout of layouts) {
    const { digits, expression } = layout.parsed;
    const zeros = gtin14.length - digits;
    const groups = expression.exec(gtin14.slice(zeros))?.groups;
    if (groups !== undefined && /^0*$/.test(gtin14.slice(0, zeros))) return readGroups(layout, groups);
  }
  return null;
}

function readGroups(layout: PriceWeightLayout, groups: Readonly<Record<string, string>>): InStoreResult {
  const { prefix = '', item = '', verifier = '', measure = '' } = groups;
  const { pattern, decimals, parsed } = layout;
  if (verifier !== '' && verifierDigitOf(measure) !== verifier)
    return { kind: 'wrong-verifier', layout: pattern };
  const base = `${prefix}${item}`.padEnd(parsed.digits - 1, '0');
  return {
    kind: 'read',
    read: {
      layout: pattern,
      item,
      itemCode: `${prefix}${item}`,
      baseCode: base + checkDigitOf(base),
      measure:
        parsed.holds === 'weight'
          ? { kind: 'weight', weightMicro: microOf(measure, decimals) }
          : { kind: 'price', price: decimalText(measure, decimals) },
    },
  };
}
