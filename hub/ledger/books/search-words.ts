/**
 * How products are found by what a person types. Names, codes and queries are folded the same way: `Äpfel`, `APFEL` and
 * `apfel` are one word, and so are `Straße` and `STRASSE`. The index holds every three letters in a row. A word of one
 * or two letters is looked for at the beginning of words, so every word of names and SKUs is led by two spaces there:
 * `␣␣t`, `␣te` and `tea` are then all found the same way.
 */
const TRIGRAM_LETTERS = 3;
const LEAD = '  ';
/** Barcodes stand without a lead: a single digit would find half of the shop. */
const BARCODE_LEAD = '\n';
const PART_LETTERS = 2;

/** The words of a text without regard to case, accents and control characters. */
export function foldedWords(text: string): string[] {
  // Upper case first: some accents are letters there (ᾀ is ἈΙ), and the same accent must not count in one case only.
  const folded = text
    .toLowerCase()
    .toUpperCase()
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\p{Cf}]/gu, '')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFC');
  return folded.split(/[\s\p{Cc}\p{Cs}]+/u).filter((word) => word !== '');
}

/** A text as lists of names are sorted and as its beginning is looked for. */
export function foldedName(name: string): string {
  return foldedWords(name).join(' ');
}

/** What the index holds of a product. */
export function indexText(product: { name: string; sku: string; barcodes: readonly string[] }): string {
  const words = foldedWords(`${product.name} ${product.sku}`);
  const begun = new Set([...words, ...words.flatMap(partsOf)]);
  const barcodes = product.barcodes.flatMap(foldedWords).map((word) => `${BARCODE_LEAD}${word}`);
  return [...[...begun].map((word) => `${LEAD}${word}`), ...barcodes].join('');
}

/** The beginnings of letters and of numbers within a word: a person who types `77` or `kg` means `ab-77` and `5kg`. */
function partsOf(word: string): string[] {
  return [...word.matchAll(/\p{L}+|\p{N}+/gu)].map(([part]) =>
    Array.from(part).slice(0, PART_LETTERS).join(''),
  );
}

/** A query in FTS5's language that every word must match, or null when there is no word. */
export function matchOf(words: readonly string[]): string | null {
  return words.length === 0 ? null : words.map((word) => quoted(withLead(word))).join(' AND ');
}

function withLead(word: string): string {
  const letters = Array.from(word).length;
  return letters >= TRIGRAM_LETTERS ? word : `${LEAD}${word}`.slice(letters - 1);
}

/** A word as FTS5 takes it literally. */
function quoted(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}
