/**
 * When an event happened by a clock that was set, in milliseconds, or null. Read out of the text of the body: what holds
 * it stands before the data in every body, and no value can hold the quotation marks of a field, so the first is the
 * event’s own.
 */
export function setClockMs(body: string): number | null {
  if (valueOf(body, '"clock":"') !== 'synced') return null;
  const ms = Date.parse(valueOf(body, '"time":"'));
  return Number.isNaN(ms) ? null : ms;
}

function valueOf(body: string, field: string): string {
  const start = body.indexOf(field) + field.length;
  return body.slice(start, body.indexOf('"', start));
}
