import { Envelope } from './envelope.ts';
import { EVENT_TYPES, isEventType } from './events.ts';
import type { EventType } from './events.ts';
import { type ExactForm, exactForm, UNSURE } from './exact-form.ts';

const FORMS = new Map<EventType, ExactForm>();

/** The event, when it is exactly as the contract says, in the contract's order of fields; null when that is not sure. */
export function exactEvent(value: unknown): Envelope | null {
  if (typeof value !== 'object' || value === null) return null;
  const type: unknown = Reflect.get(value, 'type');
  if (typeof type !== 'string' || !isEventType(type)) return null;
  const event = formOf(type)(value);
  return event === UNSURE ? null : (event as Envelope);
}

function formOf(type: EventType): ExactForm {
  const known = FORMS.get(type);
  if (known !== undefined) return known;
  const form = exactForm(Envelope.extend({ data: EVENT_TYPES[type].data }));
  FORMS.set(type, form);
  return form;
}
