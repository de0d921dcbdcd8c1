import type { JsonValue } from '@backstage/types';
import { parseAllDocuments, stringify } from 'yaml';
import { isNestedDeeperThan } from '../utils/isNestedDeeperThan';
import { readKey } from './secretKeys';

/** A longer text is not read: reading it as YAML would keep others waiting. */
const LONGEST_READ = 64 * 1024;
/** What would become longer is not written. */
const LONGEST_WRITTEN = 4 * LONGEST_READ;
/** What is nested deeper is not read: it takes long, or ends the process. */
const DEEPEST_READ = 100;

/**
 * The objects and lists in a text of YAML or JSON.
 *
 * @returns undefined where they cannot be read, or there are none
 * @public
 */
export function readObjects(text: string): JsonValue[] | undefined {
  if (text.length > LONGEST_READ) return undefined;
  const json = beginsAsJson(text) ? readJson(text) : undefined;
  if (json !== undefined) return [json];
  if (isNestedDeeperThan(text, DEEPEST_READ)) return undefined;
  try {
    const documents = parseAllDocuments(text, {
      logLevel: 'silent',
      // Nobody reads them, and where there are many it takes seconds.
      prettyErrors: false,
      // Comparing each key with all others takes seconds.
      uniqueKeys: false,
    });
    if (!Array.isArray(documents)) return undefined;
    if (documents.some(({ errors }) => errors.length > 0)) return undefined;
    const values = documents.map(document => document.toJS() as JsonValue);
    // A text, or nothing at all, is YAML too.
    return values.some(value => typeof value !== 'object') ? undefined : values;
  } catch {
    // Such as too many aliases: nothing in it can be told apart.
    return undefined;
  }
}

/** Quicker than as YAML, which would read it as well. */
function readJson(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return isDeeperThan(value, DEEPEST_READ) ? undefined : value;
  } catch {
    // It may be YAML, which has brackets, too.
    return undefined;
  }
}

const isDeeperThan = (value: JsonValue | undefined, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 ||
    Object.values(value).some(item => isDeeperThan(item, levels - 1)));

/**
 * Objects as a text of YAML, or of JSON.
 *
 * @returns undefined where it would become too long, or is nested too deep to be written
 * @public
 */
export function writeObjects(
  values: JsonValue[],
  write: (value: JsonValue) => string = writeYaml,
): string | undefined {
  try {
    const written = values.map(write).join('---\n');
    // Aliases may be written out to a hundred times their length.
    return written.length > LONGEST_WRITTEN ? undefined : written;
  } catch {
    // Nested too deep: whoever asks takes it for what cannot be read.
    return undefined;
  }
}

/** A line that is folded would cut a known secret in two. */
const writeYaml = (value: JsonValue) => stringify(value, { lineWidth: 0 });

/** Whether a text is JSON by how it begins. */
export const beginsAsJson = (text: string): boolean => /^\s*[{[]/.test(text);

/** A line with a key, and not the only one: `password: must be long` is a sentence. */
const LINE_OF_YAML = /^[ \t]{0,200}(?:- ){0,9}["']?[^\s#"'][^\n:]{0,200}:\s/m;

/**
 * Whether a text may be an object with a secret in it that has to be read to be found:
 * by a line of it, and a word in it. Most texts are none, and are not read.
 */
export const mayHoldSecretObjects = (text: string): boolean =>
  (beginsAsJson(text) ||
    (text.trim().includes('\n') && LINE_OF_YAML.test(text))) &&
  (text.length > LONGEST_READ || namesSecret(text));

const namesSecret = (text: string): boolean =>
  text
    .match(/[A-Za-z][\w.-]{1,99}/g)
    ?.some(
      word => readKey(word).meaning === 'secret' || OTHER_SIGNS.test(word),
    ) ?? false;

/** In Secrets, also in a patch that does not say so, and in outputs of Terraform. */
const OTHER_SIGNS = /stringData|sensitive/;
