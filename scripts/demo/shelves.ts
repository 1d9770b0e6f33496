/**
 * What the demo shop has on its shelves, department by department: a row is
 * `name | price | unit | how many fit on the shelf | low at | what is there on the first day, if not all of it`.
 * An empty first day means a full shelf. Every name is invented.
 */
export interface Department {
  readonly name: string;
  readonly prefix: string;
  readonly tax: 'reduced' | 'standard' | 'none';
  readonly kind: 'goods' | 'service' | 'gift_card' | 'deposit';
  /** How often the department is bought from, compared with the others. */
  readonly popularity: number;
  readonly rows: readonly string[];
}

const food = { tax: 'reduced', kind: 'goods' } as const;
const wares = { tax: 'standard', kind: 'goods' } as const;

export const DEPARTMENTS: readonly Department[] = [
  {
    name: 'Bread & pastry',
    prefix: 'BRD',
    popularity: 10,
    ...food,
    rows: [
      'Farmhouse loaf 750 g|3.90|each|40|6',
      'Rye sourdough 1 kg|5.20|each|30|5',
      'Spelt and walnut loaf|4.80|each|20|4|4',
      'White rolls, single|0.55|each|180|25',
      'Poppy seed roll|0.65|each|120|20',
      'Baguette|1.90|each|60|8',
      'Butter croissant|1.60|each|70|10',
      'Cinnamon swirl|2.10|each|40|6',
      'Apple turnover|2.30|each|36|6',
      'Seeded crispbread 200 g|2.75|each|24|4',
    ],
  },
  {
    name: 'Fruit & vegetables',
    prefix: 'PRD',
    popularity: 10,
    ...food,
    rows: [
      'Apples, Red Anna|2.90|kg|60|8',
      'Pears, Lindgate|3.40|kg|40|6',
      'Bananas|1.99|kg|70|10',
      'Oranges|2.60|kg|50|8',
      'Grapes, seedless|4.90|kg|20|4|3.5',
      'Tomatoes on the vine|3.80|kg|35|6',
      'Potatoes, firm|1.60|kg|120|15',
      'Carrots|1.40|kg|50|8',
      'Onions, yellow|1.30|kg|60|8',
      'Mushrooms, brown|7.90|kg|10|2|1.8',
      'Cucumber|0.99|each|40|6',
      'Lettuce, butterhead|1.29|each|30|5',
      'Lemons|0.45|each|60|10',
      'Basil in a pot|2.20|each|15|3',
    ],
  },
  {
    name: 'Dairy & eggs',
    prefix: 'DRY',
    popularity: 8,
    ...food,
    rows: [
      'Whole milk 1 l|1.45|each|90|12',
      'Semi-skimmed milk 1 l|1.35|each|80|12',
      'Oat drink 1 l|2.15|each|40|6',
      'Butter, salted 250 g|2.95|each|50|8',
      'Natural yoghurt 500 g|1.75|each|45|6',
      'Cream 200 ml|1.20|each|40|6',
      'Mountain cheese, sliced to order|18.90|kg|12|2',
      'Goat cheese roll 150 g|3.60|each|20|4|0',
      'Cream cheese with herbs 200 g|2.40|each|30|5',
      'Eggs, free range, box of 10|3.90|each|60|8',
    ],
  },
  {
    name: 'Drinks',
    prefix: 'DRK',
    popularity: 8,
    ...wares,
    rows: [
      'Spring water, still 1 l *|0.85|each|120|18',
      'Spring water, sparkling 1 l *|0.85|each|120|18',
      'Apple juice, cloudy 1 l *|2.30|each|60|8',
      'Elderflower lemonade 0.5 l *|1.75|each|60|8',
      'Ginger beer 0.33 l *|1.60|each|48|6',
      'Pale ale, Tollgate Lane 0.5 l *|2.40|each|60|8',
      'Lager, Ferry Gate 0.5 l *|1.50|each|100|15',
      'Alcohol-free wheat beer 0.5 l *|1.65|each|48|6',
      'Red wine, Casa Morel 0.75 l|8.90|each|30|4',
      'White wine, Weir Hill 0.75 l|7.90|each|30|4|3',
      'Ground coffee, Quay Roast 250 g|5.95|each|36|5',
      'Black tea, 50 bags|3.20|each|40|5',
    ],
  },
  {
    name: 'Pantry',
    prefix: 'PAN',
    popularity: 6,
    ...food,
    rows: [
      'Wheat flour 1 kg|1.25|each|60|8',
      'Cane sugar 1 kg|2.10|each|50|6',
      'Long grain rice 1 kg|2.60|each|40|5',
      'Spaghetti 500 g|1.55|each|60|8',
      'Tinned tomatoes 400 g|1.10|each|80|10',
      'Olive oil 0.5 l|7.50|each|24|4',
      'Sea salt 500 g|0.95|each|40|5',
      'Honey from the valley 500 g|6.80|each|24|4',
      'Strawberry jam 340 g|3.10|each|30|4',
      'Rolled oats 500 g|1.40|each|40|5',
      'Dark chocolate 100 g|1.95|each|70|10',
      'Butter biscuits 200 g|2.25|each|45|6',
    ],
  },
  {
    name: 'Household',
    prefix: 'HSE',
    popularity: 4,
    ...wares,
    rows: [
      'Washing-up liquid 500 ml|1.85|each|40|5',
      'Laundry powder 1.5 kg|6.40|each|24|3',
      'Kitchen roll, 4|3.30|each|40|5',
      'Toilet paper, 8 rolls|4.20|each|48|6',
      'Bin bags 35 l, 20|2.15|each|36|5',
      'Sponges, 5|1.50|each|40|5',
      'Candles, white, 6|3.60|each|24|4',
      'Light bulb E27 8 W|4.90|each|30|4|4',
      'Batteries AA, 4|4.50|each|36|5',
      'Matches, 10 boxes|1.60|each|30|4',
    ],
  },
  {
    name: 'Personal care',
    prefix: 'CAR',
    popularity: 3,
    ...wares,
    rows: [
      'Bar soap, lavender|2.40|each|36|5',
      'Shampoo, nettle 250 ml|4.30|each|24|4',
      'Toothpaste, mint 75 ml|2.20|each|40|5',
      'Toothbrush, medium|1.95|each|30|4',
      'Hand cream 75 ml|3.90|each|24|4',
      'Plasters, 20|2.60|each|30|4',
      'Tissues, 10 packs|2.10|each|40|5',
    ],
  },
  {
    name: 'Stationery',
    prefix: 'STA',
    popularity: 3,
    ...wares,
    rows: [
      'Notebook A5, dotted|4.50|each|40|5',
      'Notebook A4, ruled|3.20|each|40|5',
      'Ballpoint pen, blue|0.90|each|120|15',
      'Pencil HB|0.60|each|150|20',
      'Eraser|0.70|each|80|10',
      'Envelopes C6, 25|2.40|each|40|5',
      'Sticky tape 19 mm|1.80|each|40|5',
      'Birthday card|2.95|each|60|8',
      'Postcard, the harbour|1.20|each|200|20|18',
      'Ribbon, satin 15 mm|0.85|m|100|12',
    ],
  },
  {
    name: 'Gifts',
    prefix: 'GFT',
    popularity: 2,
    ...wares,
    rows: [
      'Mug, the harbour|9.50|each|24|4',
      'Tea towel, linen|11.90|each|20|3',
      'Scented candle, fig|14.50|each|18|3|3',
      'Wooden yo-yo|6.90|each|20|3',
      'Jigsaw, 500 pieces|16.90|each|12|2',
      'Picture frame 13 × 18|8.40|each|18|3',
      'Box of pralines 200 g|9.80|each|24|4',
      'Soft toy seal|13.50|each|12|2',
    ],
  },
  {
    name: 'Services',
    prefix: 'SRV',
    tax: 'standard',
    kind: 'service',
    popularity: 0.5,
    rows: [
      'Key cutting|7.50|each',
      'Gift wrap|2.50|each',
      'Knife sharpening|5.00|each',
      'Photocopy A4|0.15|each',
      'Watch battery change|6.00|each',
    ],
  },
  { name: 'Gift cards', prefix: 'GC', tax: 'none', kind: 'gift_card', popularity: 0.2, rows: ['Gift card||each'] },
  { name: 'Deposits', prefix: 'DEP', tax: 'none', kind: 'deposit', popularity: 0, rows: ['Bottle deposit|0.25|each'] },
];
