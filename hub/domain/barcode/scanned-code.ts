import type { CodeFacts } from './code-facts.ts';
import type { Element } from './element-string.ts';
import type { InStoreRead } from './price-weight-layout.ts';
import type { CodeProblem } from './problem.ts';

/** What a scanned code is. `text` is the code as it was read, without what the scanner puts around it. */
export type ScannedCode =
  | { readonly kind: 'plain'; readonly text: string }
  | ScannedGtin
  | ({
      readonly kind: 'elements' | 'digital-link';
      readonly text: string;
      readonly elements: readonly Element[];
    } & CodeFacts)
  | ({ readonly kind: 'in-store'; readonly text: string } & InStoreRead)
  | WrongCode;

export interface ScannedGtin {
  readonly kind: 'gtin';
  readonly text: string;
  /** 14 digits. */
  readonly gtin14: string;
  /** The same number as it is written in the shortest way: 8, 12, 13 or 14 digits. */
  readonly shortest: string;
  /** The two or five digits that magazines and books have beside the code, where the scanner sends them. */
  readonly addOn: string | null;
  /** The number is of those that every shop may use for itself: another shop has another product under it. */
  readonly isShopsOwn: boolean;
}

export interface WrongCode {
  readonly kind: 'wrong';
  readonly text: string;
  readonly problem: CodeProblem;
  /** What is wrong, for the person with the scanner. */
  readonly message: string;
  /** What could be read of it: empty where the code cannot be taken apart. */
  readonly elements: readonly Element[];
}
