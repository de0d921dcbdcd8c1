import { isMasked } from './masks';
import { readKey } from './secretKeys';
import {
  isBasicCredentials,
  isSecretContent,
  looksRandom,
} from './secretValues';

/** One way in which texts have a key before a value. */
interface KeyedText {
  /** One of them is in each such text: quicker to look for. */
  signs: string[];
  /** The key, as its group, and what is between it and the value. Global. */
  key: RegExp;
  /** The value, from where it begins. Sticky. */
  value: RegExp;
  /** The same where only its looks tell whether it is a secret; default: {@link RANDOM_VALUE}. */
  randomValue?: RegExp;
  /** Whether a value is more than a word of a sentence. */
  isValue?: (value: string, beginning: string) => boolean;
}

const KEYED_TEXTS: KeyedText[] = [
  {
    // Options of commands: "--password x".
    signs: ['--'],
    key: /(?<![\w-])--([\w-]{2,80})\s{1,5}/g,
    value: /"[^"\n]*"?|'[^'\n]*'?|[^\s"'-][^\s"']*/y,
  },
  {
    // "key=value": queries, fragments, connection strings, environments.
    signs: ['=', '%3D'],
    key: /(?<![\w.-])([\w.-]{1,100})(?:%3D|\s?=\s?)(?!=)/g,
    value: /"[^"\n]*"?|'[^'\n]*'?|[^\s&;"'<>]+/y,
    randomValue: /"[^"\n]*"?|'[^'\n]*'?|[\w+/%.~-]+={0,2}/y,
  },
  {
    // JSON.
    signs: ['"'],
    key: /"([\w.-]{1,100})"\s{0,5}:\s{0,5}"?/g,
    value: /(?<=")[^"\\]*(?:\\[^][^"\\]*)*|-?\d{1,30}/y,
  },
  {
    // A list in JSON.
    signs: ['"'],
    key: /"([\w.-]{1,100})"\s{0,5}:\s{0,5}\[/g,
    value: /[^[\]{}]+/y,
  },
  {
    // A map or a struct as Go writes it: "map[password:x user:y]", "{Password:x}".
    signs: ['map[', '{'],
    key: /(?<=[\s{[])([A-Za-z][\w.-]{0,99}):(?=[^\s:/{[])/g,
    value: /[^\s\]}]+/y,
  },
  {
    // A pair in JSON: {"name": "PASSWORD", "value": "x"}.
    signs: ['"'],
    key: /"(?:name|key|field|id|path|Name|Key)"\s{0,5}:\s{0,5}"(?:[\w.~-]{0,100}\/){0,10}([\w.-]{1,100})"\s{0,5},\s{0,5}"(?:value|defaultValue|content|Value)"\s{0,5}:\s{0,5}"?/g,
    value: /(?<=")[^"\\]*(?:\\[^][^"\\]*)*|-?\d{1,30}/y,
  },
  {
    // The same as YAML, and as Go writes it.
    signs: ['alue:'],
    key: /\b(?:name|key|Name|Key):[ \t]{0,20}["']?([\w.-]{1,100})["']?(?: |\r?\n[ \t]{1,200})[vV]alue:[ \t]{0,20}/g,
    value: /"[^"\n]*"|'[^'\n]*'|[^\s"'|>{[&*#\]}][^\s\]}]*/y,
  },
  {
    // Assignments of Ruby, PHP, Pascal, Go: "password => x", "password := x".
    signs: ['=>', ':='],
    key: /(?<![\w.-])["']?([\w.-]{1,100})["']?\s?(?:=>|:=)\s?/g,
    value: /"[^"\n]*"?|'[^'\n]*'?|[^\s&;"'<>,)]+/y,
  },
  {
    // JSON in a text of JSON.
    signs: ['\\"'],
    key: /(?<!\\)\\{1,7}"([\w.-]{1,100})\\{1,7}"\s{0,5}:\s{0,5}(?:\\{1,7}")?/g,
    value: /(?<=")[^"\\]+|-?\d{1,30}/y,
  },
  {
    // A line of YAML, or a header.
    signs: [': '],
    key: /^[ \t]{0,200}(?:- )?["']?([\w.-]{1,100})["']?:[ \t]{1,20}/gm,
    value:
      /(?:"[^"\n]*"|'[^'\n]*'|[^\s"'|>{[&*#]\S*)(?=[ \t]{0,20}(?:#.*)?\r?$)/my,
  },
  {
    // Lines of YAML below a key: as far as they are indented, with what follows there.
    signs: [': |', ': >'],
    key: /^[ \t]{0,200}(?:- )?["']?([\w.-]{1,100})["']?:[ \t]{1,20}[|>][-+\d]{0,2}[ \t]{0,20}\r?\n(?=[ \t])/gm,
    value: /(?:[ \t]+\S[^\n]*(?:\n(?=[ \t]*\S)|$)?)+/y,
  },
  {
    // In a sentence, or without a space: "password:hunter2".
    signs: [':'],
    key: /(?<![\w.-])([\w-]{1,100}):["'`]?(?=[^\s:/"'`{[])/g,
    // Ends at the next colon, so that no part is read often.
    value: /[^\s"'`,;:)\]}]+/y,
    isValue: value =>
      value.length >= 5 && /\d/.test(value) && /[A-Za-z]/.test(value),
  },
  {
    // In a sentence. Most words after a colon are words: "password: must be long".
    signs: [': ', ' is '],
    key: /(?<![\w.-])([\w-]{1,100})(?::| is) ["'`]?/g,
    value: /[^\s"'`,;)]+/y,
    isValue: (value, beginning) =>
      /["'`]$/.test(beginning) ||
      (value.length >= 5 && /\d/.test(value) && /[A-Za-z]/.test(value)),
  },
];

/** What looks random has no more than this in it; it ends where the next key may begin. */
const RANDOM_VALUE = /\s{0,200}["']?[\w+/%.~-]+={0,2}["']?/y;

/** Replaces secrets in a text that the keys before them give away: `password=…`. */
export const replaceKeyedSecrets = (
  text: string,
  replace: (secret: string) => string,
): string =>
  KEYED_TEXTS.reduce(
    (rest, keyed) =>
      keyed.signs.some(sign => rest.includes(sign))
        ? replaceValues(keyed, rest, replace)
        : rest,
    text,
  );

/**
 * Each key is looked at, also one in the value of another: `url=…?password=…`. A value
 * is read only after a key that may have a secret, so that no part is read often.
 */
function replaceValues(
  keyed: KeyedText,
  text: string,
  replace: (secret: string) => string,
): string {
  let result = '';
  let done = 0;
  const keys = new RegExp(keyed.key);
  for (let found = keys.exec(text); found; found = keys.exec(text)) {
    const [beginning, key] = found;
    const { meaning, isCounted } = readKey(key);
    if (meaning !== 'secret' && meaning !== 'perhapsSecret') continue;
    const isRandomOnly = meaning === 'perhapsSecret';
    const values = new RegExp(
      isRandomOnly ? keyed.randomValue ?? RANDOM_VALUE : keyed.value,
    );
    values.lastIndex = keys.lastIndex;
    const value = values.exec(text)?.[0] ?? '';
    const end = keys.lastIndex + value.length;
    const plain = value.trim().replace(/^["']|["']$/g, '');
    const isSecret = isRandomOnly
      ? looksRandom(plain) || isBasicCredentials(plain)
      : isContent(plain, isCounted) &&
        (keyed.isValue?.(value, beginning) ?? true);
    if (isMasked(value)) keys.lastIndex = end;
    else if (isSecret) {
      result += text.slice(done, keys.lastIndex) + replace(value);
      done = end;
      keys.lastIndex = end;
    }
  }
  return result + text.slice(done);
}

const isContent = (value: string, isCounted: boolean): boolean =>
  isSecretContent(value) && !(isCounted && /^\d+$/.test(value));
