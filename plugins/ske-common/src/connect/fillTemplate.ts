import type { Manifest } from '../kubernetes/manifest';
import { isObject } from '../kubernetes/json';
import { isSecretKey, looksSecret } from '../redaction/looksSecret';
import { HIDDEN, MASK } from '../redaction/masks';
import { namedSecretIn, nearestSecret } from './namedSecrets';
import { readTemplate, type TemplatePart } from './snippetTemplate';

/**
 * Why a placeholder is not filled in. `missing`: the Resource does not have it yet.
 * `secret`: it is a secret, which is in the Secret named there, if one is known.
 * `group`, `list`: it is no single value. `unsafe`: it has control characters, is very
 * long, or has characters that a shell would act on, or that would end the text they stand
 * in.
 *
 * @public
 */
export type SnippetGap =
  | { reason: 'missing' | 'group' | 'list' | 'unsafe'; path: string }
  | { reason: 'secret'; field: string; secret: string | undefined };

/** A part of a filled snippet. @public */
export type SnippetPart =
  | { kind: 'text'; text: string }
  | { kind: 'gap'; gap: SnippetGap };

const LONGEST_VALUE = 500;
const MOST_ITEMS = 100;

/** Languages in which a value is data, and runs nothing. */
const DATA_LANGUAGES = new Set([
  ...['yaml', 'json', 'toml', 'ini', 'properties', 'xml', 'hcl'],
]);
/**
 * What would end a text of data, with quotes around it or without, and say something else
 * after it: quotes, braces (`${file("key")}` reads a file in HCL, `{{ }}` is of Helm),
 * tags, a comment, and what makes a key, a list or an alias in YAML.
 */
const ENDS_DATA = /["'`\\{}<>]|:(?:\s|$)|\s#|^[[\]#&*!|%@,]|^[-?](?:\s|$)/;
/** Nothing that a shell would act on, wherever in a line it stands, and no option. */
const SAFE_IN_SHELL = /^(?!-)[\p{L}\p{N}_./:@%+=,-]*$/u;
/** They end lines, or make a text look like another one. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Fills a template with values of a Resource. Values that are or look like secrets are
 * never filled in, whatever the template says; a template that is none is empty. Pure.
 *
 * @param resource - without its secrets: as the backend shows it
 * @param language - of the snippet. In those that are no data, and where none is said,
 * nothing is filled in that a shell would act on; in data, nothing that could say something
 * else there: people paste what they copy. `text` takes any value.
 * @public
 */
export function fillTemplate(
  template: string,
  resource: Pick<Manifest, 'metadata' | 'spec' | 'status'>,
  language?: string,
): SnippetPart[] {
  const parts = readTemplate(template);
  if (typeof parts === 'string') return [];
  const { metadata, spec, status } = resource;
  const { name, namespace = 'default' } = metadata;
  const source = { metadata: { name, namespace }, spec, status };
  const isSafe = safetyIn(language);
  return parts.map(part =>
    part.kind === 'text' ? part : fillValue(part, source, isSafe),
  );
}

/** Tells values that mean nothing in a language but themselves. */
function safetyIn(language: string | undefined): (text: string) => boolean {
  if (language === 'text') return () => true;
  return DATA_LANGUAGES.has(language ?? '')
    ? text => !ENDS_DATA.test(text)
    : text => SAFE_IN_SHELL.test(text);
}

function fillValue(
  { path, written }: Extract<TemplatePart, { kind: 'value' }>,
  source: { status: unknown },
  isSafe: (text: string) => boolean,
): SnippetPart {
  const value = valueAt(source, path);
  const field = path.findLast(step => !/^\d+$/.test(step)) ?? '';
  const gap = (
    reason: 'missing' | 'group' | 'list' | 'unsafe',
  ): SnippetPart => ({
    kind: 'gap',
    gap: { reason, path: written },
  });
  const secretGap = (): SnippetPart => {
    const secret = nearestSecret(source.status, path.slice(1));
    return {
      kind: 'gap',
      gap: {
        reason: 'secret',
        field: secret?.key ?? field,
        secret: secret?.name,
      },
    };
  };
  const isMissing =
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0);
  if (isMissing) {
    // What a Secret has stands in no status.
    const isInSecret =
      isSecretKey(field) && nearestSecret(source.status, path.slice(1));
    return isInSecret ? secretGap() : gap('missing');
  }
  if (isObject(value)) {
    return namedSecretIn(field, value) || !holdsMask(value)
      ? gap('group')
      : secretGap();
  }
  const items: unknown[] = Array.isArray(value) ? value : [value];
  if (items.some(item => isSecret(field, item))) return secretGap();
  if (items.length > MOST_ITEMS || !items.every(isSingle)) return gap('list');
  const text = items.join(',');
  const isUnsafe =
    text.length > LONGEST_VALUE || UNSEEN.test(text) || !isSafe(text);
  return isUnsafe ? gap('unsafe') : { kind: 'text', text };
}

const isSingle = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const isSecret = (field: string, value: unknown): boolean =>
  holdsMask(value) ||
  (!namedSecretIn(field, value) && looksSecret(field, value));

/** Whether something was a secret before it was shown, or has one in it. */
function holdsMask(value: unknown): boolean {
  if (typeof value === 'string') {
    return value.includes(MASK) || value.includes(HIDDEN);
  }
  return (
    isObject(value) &&
    Object.values(value).some(item => item === MASK || item === HIDDEN)
  );
}

/** Follows a path through objects and lists, by what they have themselves. */
function valueAt(source: unknown, path: string[]): unknown {
  let value = source;
  for (const step of path) {
    const isStep = Array.isArray(value)
      ? /^\d+$/.test(step)
      : isObject(value) && Object.hasOwn(value, step);
    if (!isStep) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
