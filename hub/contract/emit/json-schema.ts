import { LIMITS } from '../limits.ts';
import { eventTypes, type JsonObject, reference, schemasFor } from './schemas.ts';

const HOME = '#/$defs/';

/** JSON Schema 2020-12 of every event: what a till sends, and what a destination receives. */
export function eventJsonSchema(): JsonObject {
  const types = eventTypes();
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:backroom:contract:v1:event',
    title: 'Backroom event',
    description:
      'A CloudEvents 1.0 event in structured JSON. Fields that are not described here are allowed and kept. ' +
      'An event of a type that is not listed here is kept too, and a person is told. ' +
      `As JSON it has at most ${LIMITS.eventBytes} bytes of UTF-8, nested at most ${LIMITS.eventDepth} levels deep. ` +
      'Text is counted in Unicode code points. Patterns are ECMA-262 with the flag u.',
    oneOf: types.map((type) => reference(HOME, type)),
    $defs: schemasFor(HOME, types),
  };
}
