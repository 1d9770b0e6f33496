import { html } from 'hono/html';
import { newId } from '../../kit/ids.ts';
import { eventIdOf } from '../event-id.ts';
import type { EventName } from '../ports.ts';
import type { Html } from './html.ts';

const KEY = /^[\w-]{1,64}$/;

/**
 * Makes what a form says one change, however often its button is pressed or its answer is loaded again. Without
 * autocomplete="off", Firefox keeps the field of a page that it loads anew.
 */
export function keyField(): Html {
  return html`<input type="hidden" name="key" value="${newId()}" autocomplete="off" />`;
}

/** The name of the event that the form makes. A form without a key makes a new one each time. */
export function formEvent(values: Readonly<Record<string, string>>): EventName {
  const { key = '' } = values;
  return KEY.test(key) ? { id: eventIdOf('form', key) } : {};
}
