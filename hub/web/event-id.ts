import { sha256Hex } from '../kit/digest.ts';

/** Longer keys are shortened to their digest, so that every key fits into the id of an event. */
const KEY_LENGTH_WHOLE = 100;

/** The id of the event that a key stands for. The keys of programs and those of forms are apart. */
export function eventIdOf(from: 'api' | 'form', key: string): string {
  return key.length <= KEY_LENGTH_WHOLE ? `${from}:${key}` : `${from}-sha256:${sha256Hex(key)}`;
}
