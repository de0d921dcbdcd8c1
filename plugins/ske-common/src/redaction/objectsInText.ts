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
 * A text of YAML or JSON, written anew with what became of each object in it.
 *
 * @returns undefined where the objects cannot be read, or there are none
 * @public
 */
export function mapObjectsIn(
  text: string,
  map: (value: JsonValue) => JsonValue,
  write: (value: JsonValue) => string = writeYaml,
): string | undefined {
  if (text.length > LONGEST_READ) return undefined;
  if (isNestedDeeperThan(text, DEEPEST_READ)) return undefined;
  try {
    const documents = parseAllDocuments(text, {
      logLevel: 'silent',
      // Comparing each key with all others takes seconds.
      uniqueKeys: false,
    });
    if (!Array.isArray(documents)) return undefined;
    if (documents.some(({ errors }) => errors.length > 0)) return undefined;
    const values = documents.map(document => document.toJS() as JsonValue);
    // A text, or nothing at all, is YAML too.
    if (values.some(value => typeof value !== 'object')) return undefined;
    const written = values.map(value => write(map(value))).join('---\n');
    // Aliases may be written out to a hundred times their length.
    return written.length > LONGEST_WRITTEN ? undefined : written;
  } catch {
    // Such as too many aliases, or nested too deep: nothing in it can be told apart.
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
const OTHER_SIGNS = /^(?:stringData|sensitive)/;
