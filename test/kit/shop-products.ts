import type { ProductSet } from '../../hub/contract/product-events.ts';
import type { ProductAnswer } from '../../hub/contract/views.ts';
import { badgeOf } from '../../hub/domain/badge.ts';
import { parseScaled } from '../../hub/kit/scaled-decimal.ts';
import { unpromised } from './unpromised.ts';

type Row = readonly [
  name: string,
  price: string,
  onHand: string,
  lowStockLevel?: string | undefined,
  unit?: string,
];

const DEPARTMENTS: Readonly<Record<string, readonly Row[]>> = {
  Bakery: [
    ['Sourdough loaf 800 g', '4.20', '14', '4'],
    ['Rye bread 500 g', '3.60', '9', '4'],
    ['Baguette', '1.80', '22', '8'],
    ['Croissant', '1.50', '31', '10'],
    ['Pain au chocolat', '1.80', '3', '8'],
    ['Cinnamon bun', '2.40', '12', '6'],
    ['Carrot cake slice', '3.20', '0', '3'],
    ['Seeded rolls, 4 pack', '2.60', '11', '4'],
    ['Gluten-free white loaf', '4.80', '5', '3'],
    ['Shortbread fingers 200 g', '2.90', '18', '5'],
  ],
  Dairy: [
    ['Whole milk 1 l', '1.35', '48', '12'],
    ['Semi-skimmed milk 1 l', '1.30', '52', '12'],
    ['Oat drink barista 1 l', '2.10', '7', '10'],
    ['Salted butter 250 g', '2.75', '26', '8'],
    ['Double cream 300 ml', '1.95', '14', '6'],
    ['Greek yoghurt 500 g', '2.60', '19', '6'],
    ['Free-range eggs, 6', '2.40', '33', '10'],
    ['Mature cheddar', '14.90', '6.482', '2', 'kg'],
    ['Gouda, aged 12 months', '18.50', '3.12', '2', 'kg'],
    ['Brie de Meaux', '21.00', '0.640', '1', 'kg'],
  ],
  'Fruit and vegetables': [
    ['Bananas', '1.65', '18.4', '5', 'kg'],
    ['Braeburn apples', '2.40', '24.15', '6', 'kg'],
    ['Conference pears', '2.70', '11.2', '5', 'kg'],
    ['Lemons', '0.45', '61', '15'],
    ['Vine tomatoes', '3.90', '7.85', '4', 'kg'],
    ['Cucumber', '0.95', '16', '6'],
    ['Carrots', '1.20', '13.6', '5', 'kg'],
    ['Maris Piper potatoes', '1.35', '42', '10', 'kg'],
    ['Red onions', '1.40', '9.35', '4', 'kg'],
    ['Baby spinach 200 g', '2.10', '2', '5'],
    ['Flat-leaf parsley', '1.10', '-1', '4'],
    ['Avocado, ripe', '1.25', '20', '8'],
  ],
  'Coffee and tea': [
    ['House espresso beans 250 g', '8.50', '17', '6'],
    ['House espresso beans 1 kg', '29.00', '6', '3'],
    ['Ethiopia Guji filter beans 250 g', '11.50', '4', '4'],
    ['Decaf ground coffee 250 g', '7.90', '9', '3'],
    ['English breakfast tea, 80 bags', '4.60', '21', '6'],
    ['Earl Grey loose leaf 125 g', '6.40', '8', '3'],
    ['Peppermint tea, 20 bags', '3.10', '13', '4'],
    ['Drinking chocolate 300 g', '5.20', '10', '4'],
    ['Paper filters size 2, 100', '2.90', '24', '5'],
  ],
  Pantry: [
    ['Spaghetti 500 g', '1.95', '37', '10'],
    ['Penne rigate 500 g', '1.95', '29', '10'],
    ['Arborio risotto rice 1 kg', '4.40', '12', '4'],
    ['Basmati rice 1 kg', '3.80', '16', '4'],
    ['Chopped tomatoes 400 g', '1.15', '84', '24'],
    ['Chickpeas 400 g', '0.95', '66', '24'],
    ['Extra virgin olive oil 500 ml', '9.80', '15', '5'],
    ['Sea salt flakes 250 g', '2.95', '19', '5'],
    ['Black peppercorns 100 g', '3.70', '8', '3'],
    ['Strong white bread flour 1.5 kg', '2.30', '21', '6'],
    ['Dark muscovado sugar 500 g', '2.65', '0', '4'],
    ['Wildflower honey 340 g', '6.90', '11', '4'],
    ['Seville orange marmalade 340 g', '4.30', '14', '4'],
    ['Crunchy peanut butter 350 g', '3.95', '9', '4'],
    ['Porridge oats 1 kg', '2.20', '27', '8'],
    ['Dark chocolate 70 % 100 g', '2.60', '43', '12'],
    ['Salted almonds 150 g', '3.40', '5', '6'],
  ],
  Drinks: [
    ['Sparkling water 750 ml', '1.60', '58', '18'],
    ['Still water 500 ml', '0.95', '72', '24'],
    ['Cloudy apple juice 1 l', '3.20', '24', '8'],
    ['Elderflower pressé 750 ml', '3.90', '13', '6'],
    ['Ginger beer 330 ml', '1.80', '36', '12'],
    ['Pale ale 440 ml', '3.60', '48', '12'],
    ['Dry cider 500 ml', '3.40', '22', '8'],
    ['Rioja Crianza 750 ml', '11.90', '18', '6'],
    ['Sauvignon Blanc 750 ml', '10.50', '4', '6'],
    ['Alcohol-free lager 330 ml', '2.10', '30', '12'],
  ],
  Household: [
    ['Washing-up liquid 500 ml', '2.30', '17', '5'],
    ['Laundry powder 2 kg', '9.40', '8', '3'],
    ['Kitchen roll, 2 pack', '3.10', '26', '8'],
    ['Toilet tissue, 9 pack', '6.80', '19', '6'],
    ['Compostable bin bags 10 l, 25', '3.90', '14', '4'],
    ['Beeswax candles, pair', '8.50', '6', '2'],
    ['Matches, 240', '0.80', '45', '10'],
    ['AA batteries, 4 pack', '5.60', '12', '5'],
    ['LED bulb E27 8 W', '4.90', '10', '4'],
    ['Bamboo toothbrush', '3.20', '2', '4'],
  ],
  Gifts: [
    ['Tea towel, linen', '9.50', '11', '3'],
    ['Enamel mug', '12.00', '9', '3'],
    ['Greeting card, birds', '2.95', '40', '10'],
    ['Wrapping paper, sheet', '1.80', '33', '10'],
    ['Jute shopping bag', '6.50', '25', '8'],
    ['Ceramic bowl, blue', '24.00', '4', '2'],
  ],
};

const SERVICES: readonly Row[] = [
  ['Knife sharpening', '6.00', '0'],
  ['Gift wrapping', '3.50', '0'],
  ['Local delivery', '4.00', '0'],
  ['Coffee tasting, per person', '28.00', '0'],
  ['Bicycle loan', '5.00', '0', undefined, 'hour'],
  ['Cheese board hire', '15.00', '0'],
];

/** A grocer's shelf: 90 products in nine departments, some by weight, some services, a few low, out or negative. */
export function shopProducts(): ProductAnswer[] {
  const goods = Object.entries(DEPARTMENTS).flatMap(([department, rows]) =>
    rows.map((row) => ({ department, row, kind: 'goods' })),
  );
  const services = SERVICES.map((row) => ({ department: 'Services', row, kind: 'service' }));
  return [...goods, ...services].map(({ department, row, kind }, index) => {
    const [name, price, onHand, lowStockLevel = null, unit = 'each'] = row;
    const isGoods = kind === 'goods';
    const product = {
      name,
      department,
      kind,
      unit,
      price,
      currency: 'GBP',
      taxCategory: 'standard',
      ...unpromised(onHand),
    };
    return withBadge({
      ...product,
      currentPrice: price,
      sku: `${department.slice(0, 3).toUpperCase()}-${String(index + 101)}`,
      barcodes: isGoods ? [ean13(`50${String(7_310_000_000 + index * 137)}`)] : [],
      lowStockLevel,
      ...PLAIN,
      listed: true,
      badge: 'ok',
    });
  });
}

/** Sold to everybody by the piece, and by nothing else. */
const PLAIN = { packs: [], shelf: null, ageLimit: null, depositSku: null, withdrawn: false };

/** The same product with the badge that its stock gives it. */
export function withBadge(product: ProductAnswer): ProductAnswer {
  const lowStockMicro = product.lowStockLevel === null ? null : parseScaled(product.lowStockLevel, 6);
  const onHandMicro = parseScaled(product.onHand, 6) ?? 0;
  return { ...product, badge: badgeOf({ kind: product.kind, onHandMicro, lowStockMicro }) };
}

/** Adds the check digit (GS1 General Specifications 7.9). */
function ean13(twelve: string): string {
  const sum = Array.from(twelve).reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return `${twelve}${(10 - (sum % 10)) % 10}`;
}

/** What a till's sale of a code that no product has leaves behind. */
export function unlistedProduct(code: string): ProductAnswer {
  return {
    sku: code,
    name: code,
    department: null,
    kind: 'goods',
    unit: 'each',
    price: null,
    currentPrice: null,
    currency: null,
    taxCategory: null,
    barcodes: [],
    lowStockLevel: null,
    ...PLAIN,
    listed: false,
    ...unpromised('-1'),
    badge: 'negative',
  };
}

/** A product as its event says it is. */
export function productAsSet(data: ProductSet, onHand: string): ProductAnswer {
  const { department = null, price = null, currency = null, taxCategory = null, lowStockLevel = null } = data;
  const { packs = [], shelf = null, ageLimit = null, depositSku = null, withdrawn = false } = data;
  const words = {
    department,
    price,
    currentPrice: price,
    currency,
    taxCategory,
    lowStockLevel,
    shelf,
    ageLimit,
    depositSku,
  };
  return withBadge({ ...data, ...words, packs, withdrawn, listed: true, ...unpromised(onHand), badge: 'ok' });
}

/** Of single units and of packs. */
export function codesOf({ barcodes, packs }: ProductAnswer): string[] {
  return [...barcodes, ...packs.map(({ barcode }) => barcode)];
}

/** The listed products in whose name or codes the text stands, by name. */
export function searchIn(products: Iterable<ProductAnswer>, query: string, limit: number): ProductAnswer[] {
  const words = query.toLowerCase();
  const matches = ({ name, sku, barcodes }: ProductAnswer): boolean =>
    [name, sku, ...barcodes].some((text) => text.toLowerCase().includes(words));
  const found = [...products].filter((product) => product.listed && matches(product));
  return found.toSorted((a, b) => a.name.localeCompare(b.name)).slice(0, limit);
}
