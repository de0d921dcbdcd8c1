import { KEYED_TEXTS, type KeyedText } from './keyedTexts';
import { isMasked } from './masks';
import { readKey } from './secretKeys';
import {
  isBasicCredentials,
  isFileOfSecret,
  isSecretContent,
  looksRandom,
} from './secretValues';

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
    replaceValuesBeforeNames(text, replace),
  );

/** A pair whose value comes first: {value: x, name: PASSWORD}. */
const VALUE_BEFORE_NAME =
  /(\b(?:default)?value["']?\s{0,5}[:=]\s{0,5})("[^"\n]{0,1000}"|'[^'\n]{0,1000}'|[^\s,;"'{}[\]]{1,1000})(?=(?:\s{0,5}[,;]\s{0,5}|\s{1,200})["']?(?:name|key|field|id|path)["']?\s{0,5}[:=]\s{0,5}["']?(?:[\w.~-]{0,100}\/){0,9}([\w.-]{1,100}))/gi;

const replaceValuesBeforeNames = (
  text: string,
  replace: (secret: string) => string,
): string =>
  /value/i.test(text)
    ? text.replace(
        VALUE_BEFORE_NAME,
        (found, beginning: string, value: string, name: string) => {
          const { meaning, isCounted } = readKey(name);
          const plain = value.replace(/^["']|["']$/g, '');
          const isSecret =
            meaning === 'secret'
              ? isContent(plain, isCounted)
              : meaning === 'perhapsSecret' && looksRandom(plain);
          if (!isSecret || isMasked(value)) return found;
          const quote = /^["']/.exec(value)?.[0] ?? '';
          return `${beginning}${quote}${replace(plain)}${quote}`;
        },
      )
    : text;

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
    const plain = value.trim().replace(/^\\*["']|\\*["']$/g, '');
    const isSecret = isRandomOnly
      ? looksRandom(plain) || isBasicCredentials(plain)
      : isContent(plain, isCounted) &&
        !isFileOfSecret(key, plain) &&
        !(key === 'PASS' && TEST_RESULT.test(plain)) &&
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

/** "PASS: TestSignIn (0.02s)", as tests print it. */
const TEST_RESULT =
  /^(?:Test[A-Z_]\w*|test_\w+|[\w./-]{1,200}[._-](?:test|spec)\b|[\w./-]{1,200}\.(?:sh|py|js|ts|go))[\w./-]*(?: \([\d.]{1,10} ?m?s\))?$/;

const isContent = (value: string, isCounted: boolean): boolean =>
  isSecretContent(value) && !(isCounted && /^\d+$/.test(value));
