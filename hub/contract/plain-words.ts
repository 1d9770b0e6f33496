import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/**
 * What is wrong with a value, in the words of somebody who writes down a receipt, to stand behind the field's name:
 * `lines is missing`. Handed to `safeParse` as its `error`, so that a schema's own message goes before these. None
 * repeats the value, which may be a secret.
 */
export function plainWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `is not ${TYPE_WORDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined ? 'is missing' : `is not ${oneOf(issue.values)}`;
    case 'invalid_union':
      return 'is none of the kinds that are known here';
    case 'invalid_format':
      return `is not ${FORMAT_WORDS[issue.format] ?? 'written as it has to be'}`;
    case 'too_small':
      return tooSmall(issue.origin, issue.minimum);
    case 'too_big':
      return tooBig(issue.origin, issue.maximum);
    case 'unrecognized_keys':
      return `has what is not known here: ${issue.keys.join(', ')}`;
    default:
      return undefined;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  date: 'a date such as 2026-11-23',
  datetime: 'a date and time such as 2026-11-23T10:42:00Z',
  url: 'an address such as https://example.com/in',
};

function oneOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  return quoted.length < 2 ? quoted.join('') : `one of ${quoted.join(', ')}`;
}

function tooSmall(origin: string, minimum: number | bigint): string {
  if (origin !== 'string' && origin !== 'array') return `is less than ${minimum}`;
  if (minimum === 1) return 'is empty';
  return `has fewer than ${minimum} ${origin === 'string' ? 'characters' : 'entries'}`;
}

function tooBig(origin: string, maximum: number | bigint): string {
  if (origin !== 'string' && origin !== 'array') return `is more than ${maximum}`;
  return `has more than ${maximum} ${origin === 'string' ? 'characters' : 'entries'}`;
}
