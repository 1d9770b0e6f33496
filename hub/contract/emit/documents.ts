import { asyncApiDocument } from './asyncapi.ts';
import { eventJsonSchema } from './json-schema.ts';
import { openApiDocument } from './openapi.ts';

/** A document for whoever connects to the hub, and the name of its file. */
export interface ContractDocument {
  readonly name: string;
  readonly document: object;
}

/** The whole contract in the formats that other programs read. */
export function contractDocuments(): ContractDocument[] {
  return [
    { name: 'event.schema.json', document: eventJsonSchema() },
    { name: 'asyncapi.json', document: asyncApiDocument() },
    { name: 'openapi.json', document: openApiDocument() },
  ];
}
