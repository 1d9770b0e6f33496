/** In the order of their values. */
const CHARACTERS_82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const CHARACTERS_32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const MODULUS = 1_021;
/** The longest value with a check pair has 25 characters, so 23 weights, the largest for the first character. */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];

/**
 * Whether the last two characters are the check characters of those before them.
 * Source: GS1 General Specifications 7.9.5, for keys with letters such as the global model number.
 */
export function hasCheckPair(text: string): boolean {
  return (
    text.length > 2 && text.length <= PRIMES.length + 2 && checkPairOf(text.slice(0, -2)) === text.slice(-2)
  );
}

/** The two characters that go behind `text`, of at most 23 characters. */
export function checkPairOf(text: string): string {
  const sum = Array.from(text)
    .toReversed()
    .reduce((total, letter, index) => total + CHARACTERS_82.indexOf(letter) * (PRIMES[index] ?? 0), 0);
  const rest = sum % MODULUS;
  return (CHARACTERS_32[rest >> 5] ?? '') + (CHARACTERS_32[rest & 31] ?? '');
}
