import type { JsonValue } from '@backstage/types';
import { stringify, type Document } from 'yaml';
import { isNestedDeeperThan } from '../utils/isNestedDeeperThan';
import { readYamlDocuments } from '../utils/readYamlDocuments';
import { readKey } from './secretKeys';

/** A longer text is not read: reading it as YAML would keep others waiting. */
const LONGEST_READ = 64 * 1024;
/** What would become longer is not written. */
const LONGEST_WRITTEN = 4 * LONGEST_READ;
/** What is nested deeper is not read: it takes long, or ends the process. */
const DEEPEST_READ = 100;

/** An object or a list, and the YAML document that it is read from. @public */
export interface YamlObject {
  value: JsonValue;
  document: Document.Parsed;
}

/**
 * The objects and lists in a text of YAML or JSON.
 *
 * @returns undefined where they cannot be read, or there are none
 */
export function readObjects(text: string): JsonValue[] | undefined {
  const json =
    text.length <= LONGEST_READ && beginsAsJson(text)
      ? readJson(text)
      : undefined;
  if (json !== undefined) return [json];
  return readYamlObjects(text)?.map(({ value }) => value);
}

/**
 * The objects and lists in a text of YAML, of which JSON is a part, each with its
 * document: that says how its numbers and texts are written.
 *
 * @returns undefined where they cannot be read, or there are none
 * @public
 */
export function readYamlObjects(text: string): YamlObject[] | undefined {
  if (text.length > LONGEST_READ) return undefined;
  if (isNestedDeeperThan(text, DEEPEST_READ)) return undefined;
  try {
    const read = readYamlDocuments(text);
    if (read.kind === 'broken' || read.documents.length === 0) return undefined;
    const objects = read.documents.map(document => ({
      document,
      value: document.toJS() as JsonValue,
    }));
    // A text, or nothing at all, is YAML too. By aliases something may have itself in it,
    // which is deeper than anything else.
    return objects.every(
      ({ value }) =>
        typeof value === 'object' && !isDeeperThan(value, DEEPEST_READ),
    )
      ? objects
      : undefined;
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
  write: (value: JsonValue, index: number) => string = writeYaml,
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
