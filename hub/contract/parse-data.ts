import type { z } from 'zod';
import { EVENT_TYPES, type EventData, type EventType } from './events.ts';
import { plainWords } from './plain-words.ts';

/** The data of an event of that type, or what is wrong with them in words for a person. */
export function parseData<Type extends EventType>(
  type: Type,
  value: unknown,
): z.ZodSafeParseResult<EventData<Type>> {
  const schema = EVENT_TYPES[type].data as unknown as z.ZodType<EventData<Type>>;
  return schema.safeParse(value, { error: plainWords });
}
