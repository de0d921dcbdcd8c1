import { DNS_LABEL } from '../kubernetes/nameSchemas';
import { MASK } from '../redaction/masks';
import { maskSecretTexts } from '../redaction/secretTexts';

/** An option that does not count: where it stands, why, and what to write instead. @public */
export interface OptionProblem {
  /** Name of the annotation or variable, or path of the field. */
  field: string;
  problem: string;
  remedy: string;
}

/** Options as one source has them. What is wrong is left out, and named. @public */
export interface ReadOptions<T> {
  options: T;
  problems: OptionProblem[];
}

/** What a value means; no value where it says nothing. */
type Reading<V> =
  | { value: V | undefined; problem?: undefined }
  | Omit<OptionProblem, 'field'>;

/** Reads one value of unknown origin. */
export type OptionReader<V> = (value: unknown) => Reading<V>;

/** How each option is read. */
export type OptionReaders<T> = {
  readonly [K in keyof T]-?: OptionReader<NonNullable<T[K]>>;
};

/** What each option is called in a source; one that the source does not have is left out. */
export type OptionKeys<T> = { readonly [K in keyof T]?: string };

/** Reads the options that a source has. Never throws. */
export function readOptions<T extends object>(
  readers: OptionReaders<T>,
  keys: OptionKeys<T>,
  values: Readonly<Record<string, unknown>>,
): ReadOptions<T> {
  const options = {} as T;
  const problems: OptionProblem[] = [];
  for (const option of Object.keys(keys) as (keyof T)[]) {
    const field: string | undefined = keys[option];
    if (field === undefined || !Object.hasOwn(values, field)) continue;
    const read: OptionReader<NonNullable<T[keyof T]>> = readers[option];
    const reading = read(values[field]);
    if (reading.problem !== undefined) {
      const { problem, remedy } = reading;
      problems.push({ field, problem, remedy });
    } else if (reading.value !== undefined) {
      options[option] = reading.value;
    }
  }
  return { options, problems };
}

/**
 * Options of several sources. A later source comes first; one that says nothing of an
 * option leaves what an earlier one says. Lists replace lists.
 */
export function mergeOptions<T extends object>(...layers: T[]): T {
  const merged = {} as T;
  for (const layer of layers) {
    for (const option of Object.keys(layer) as (keyof T)[]) {
      if (layer[option] !== undefined) merged[option] = layer[option];
    }
  }
  return merged;
}

/** A text without spaces around it. An empty one says nothing. */
export const readText: OptionReader<string> = value => {
  if (value === undefined || value === null) return { value: undefined };
  if (typeof value !== 'string') {
    return { problem: 'It is not a text', remedy: 'Write a text.' };
  }
  return { value: cleanText(value) };
};

/** A list, or a text with commas between the items. */
export const readList: OptionReader<string[]> = value => {
  if (Array.isArray(value)) {
    const items = value.filter(item => typeof item === 'string');
    return items.length === value.length
      ? { value: items.flatMap(item => cleanText(item) ?? []) }
      : {
          problem: 'Not all of its items are texts',
          remedy: 'Write a list of texts.',
        };
  }
  const reading = readText(value);
  if (reading.problem !== undefined)
    return { ...reading, remedy: 'Write a list of texts.' };
  const { value: text } = reading;
  return { value: text === undefined ? undefined : splitList(text) };
};

/** Items with commas between them, without spaces around them; empty ones are none. */
export const splitList = (text: string): string[] =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(Boolean);

/** True or false, also as a text. */
export const readFlag: OptionReader<boolean> = value => {
  if (typeof value === 'boolean') return { value };
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === 'true' || text === 'false') return { value: text === 'true' };
  if (text === undefined || text === null || text === '')
    return { value: undefined };
  return {
    problem: 'It is neither true nor false',
    remedy: 'Write true or false.',
  };
};

/** It becomes a part of the Template's steps, where any other text could be an expression. */
export const readNamespace: OptionReader<string> = value => {
  const reading = readText(value);
  if (reading.problem !== undefined || reading.value === undefined)
    return reading;
  return DNS_LABEL.test(reading.value)
    ? reading
    : {
        problem: 'It is not the name of a namespace',
        remedy:
          'Write lower-case letters, digits and hyphens, at most 63; begin and end with a letter or digit.',
      };
};

/** One of a few words. */
export const readChoice =
  <V extends string>(...choices: V[]): OptionReader<V> =>
  value => {
    const reading = readText(value);
    if (reading.problem !== undefined) return reading;
    if (reading.value === undefined) return { value: undefined };
    const choice = choices.find(one => one === reading.value);
    return choice === undefined
      ? {
          problem: `It is none of ${choices.join(', ')}`,
          remedy: `Write ${choices.join(' or ')}.`,
        }
      : { value: choice };
  };

function cleanText(value: string): string | undefined {
  const text = value.trim();
  // Entities are for everybody who may see the catalog.
  return text ? maskSecretTexts(text, MASK) : undefined;
}
