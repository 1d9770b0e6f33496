import type { WebReader } from '../ports.ts';
import { placeWords } from './event-words.ts';

export type PlaceNames = (code: string) => string;

/** What the shop calls its places. One without a name is called by its code. */
export function placeNames(reader: Pick<WebReader, 'locations'>): PlaceNames {
  const names = new Map(reader.locations().map(({ code, name }) => [code, name]));
  return (code) => names.get(code) ?? placeWords(code);
}
