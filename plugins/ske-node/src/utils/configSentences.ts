import {
  isObject,
  MASK,
  maskSecretsOfAddress,
} from '@syntasso/plugin-ske-common';
import type { z } from 'zod';
import { findMeantKey, keysBeside } from './knownKeys';

/** Characters of a wrong value that a sentence shows. */
const LONGEST_VALUE = 100;

/** What to do about a value, where the schema does not say so itself. @public */
export const remedyOf: z.core.$ZodErrorMap = issue => {
  switch (issue.code) {
    case 'invalid_type':
      return REMEDY_OF_TYPE[issue.expected];
    case 'invalid_value':
      return `Set it to one of ${issue.values.join(', ')}.`;
    case 'too_small':
      return issue.origin === 'array'
        ? 'Name at least one, or leave the key out.'
        : 'Give a text, or leave the key out.';
    case 'too_big':
      return `has more than ${issue.maximum} ${
        issue.origin === 'array' ? 'entries' : 'characters'
      }, which is the most`;
    default:
      return undefined;
  }
};

const REMEDY_OF_TYPE: Record<string, string> = {
  string: 'Give a text.',
  boolean: 'Set it to true or false.',
  number: 'Give a number.',
  array: 'Give a list.',
  object: 'Give keys with values.',
};

/**
 * One sentence for each key that is wrong: which, what it is, and what it may be. A
 * message of a schema that begins with "is" or "has" continues the sentence after the
 * key, without the value; any other one says what to do. Values that look like secrets are masked.
 *
 * @param root - what the schema was given
 * @param known - the keys that the schema has
 * @param options.prefix - the key that all of them are below, such as `ske`
 * @public
 */
export function sentencesOf(
  issues: readonly z.core.$ZodIssue[],
  root: unknown,
  known: string[],
  options: { prefix?: string } = {},
): string[] {
  const prefix = options.prefix ?? '';
  const sentences = issues.flatMap(issue =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(key =>
          sentenceOfUnknownKey(issue.path, key, known, prefix),
        )
      : [
          {
            key: keyOf(issue.path, prefix),
            sentence: sentenceOf(issue, valueAt(root, issue.path), prefix),
          },
        ],
  );
  // What several rules refuse is said once.
  return [
    ...new Map(
      sentences.reverse().map(one => [one.key, one.sentence]),
    ).values(),
  ].reverse();
}

function sentenceOf(
  { path, message }: z.core.$ZodIssue,
  value: unknown,
  prefix: string,
) {
  const key = keyOf(path, prefix) || 'The configuration';
  if (/^(is|has) /.test(message)) return withFullStop(`${key} ${message}`);
  const remedy = message.startsWith('must ') ? `It ${message}` : message;
  return withFullStop(`${key} is ${show(value)}. ${remedy}`);
}

function sentenceOfUnknownKey(
  path: PropertyKey[],
  name: string,
  known: string[],
  prefix: string,
) {
  const parent = path
    .map(part => (typeof part === 'number' ? '[]' : `.${String(part)}`))
    .join('')
    .slice(1);
  const key = keyOf([...path, name], prefix);
  const beside = `${
    keyOf(path, prefix) || 'The configuration'
  } has: ${keysBeside(known, parent).join(', ')}.`;
  if (known.includes(parent ? `${parent}.${name}` : name)) {
    const sentence = `${key} does not go with the keys beside it. ${beside}`;
    return { key, sentence };
  }
  const meant = findMeantKey(known, parent, name);
  const help = meant
    ? `Did you mean ${prefix && `${prefix}.`}${meant}?`
    : beside;
  return { key, sentence: `${key} is not known. ${help}` };
}

/** As app-config has it: `ske.offerings.kinds[0].group`. */
function keyOf(path: PropertyKey[], prefix: string): string {
  const key = path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  return prefix ? `${prefix}${key}` : key.replace(/^\./, '');
}

function valueAt(root: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)];
    return isObject(value) ? value[String(part)] : undefined;
  }, root);
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : 'a list';
  }
  if (isObject(value)) return 'an object';
  if (typeof value !== 'string') return String(value);
  const shown = maskSecretsOfAddress(value, MASK);
  return JSON.stringify(
    shown.length > LONGEST_VALUE ? `${shown.slice(0, LONGEST_VALUE)}…` : shown,
  );
}

const withFullStop = (sentence: string) =>
  /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
