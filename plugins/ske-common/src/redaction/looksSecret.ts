import { isQualifier, readKey, wordsOf } from './secretKeys';
import { isSecretText } from './secretTexts';
import {
  isAccessKeyId,
  isBasicCredentials,
  isFileOfSecret,
  isSecretName,
  isSecretContent,
  looksRandom,
} from './secretValues';

/** Whether a value must not be shown: by its key, or by what it looks like. @public */
export function looksSecret(key: string, value: unknown): boolean {
  return isSecretField(key, value) || looksSecretItself(key, value);
}

/** Whether a text or a number is a secret by the key that it has. @public */
export function isSecretField(key: string, value: unknown): boolean {
  const { meaning, isCounted } = readKey(key);
  if (typeof value === 'number') return meaning === 'secret' && !isCounted;
  if (typeof value !== 'string') return false;
  switch (meaning) {
    case 'secret':
      // A count has few digits; a code to log in with has more.
      return (
        isSecretContent(value) &&
        !isFileOfSecret(key, value) &&
        !(isCounted && /^\d{1,3}$/.test(value))
      );
    case 'perhapsSecret':
      return looksRandom(value) || isBasicCredentials(value);
    case 'secretName':
      return isSecretContent(value) && !isSecretName(value);
    default:
      return false;
  }
}

/** Whether a text is a secret, or has one in it, whatever its key says. */
export const looksSecretItself = (key: string, value: unknown): boolean =>
  typeof value === 'string' &&
  isSecretText(value) &&
  !(isAccessKeyId(value) && readKey(key).meaning === 'identifier');

/** Whether a field has the name of a Secret: by its key, and it looks like one. */
export const namesSecret = (key: string, value: string): boolean =>
  readKey(key).meaning === 'secretName' &&
  isSecretName(value) &&
  !isSecretText(value);

/** Whether a key says that what it is for is a secret, whatever the value. */
export const isSecretKey = (key: string): boolean =>
  readKey(key).meaning === 'secret';

/** Whether a field may hold a secret, depending on its value. */
export const mayBeSecret = (key: string): boolean =>
  ['secret', 'perhapsSecret'].includes(readKey(key).meaning);

/** Whether all that is in an object or a list by such a key is secret: `passwords: {anna: …}`. */
export const isGroupOfSecrets = (key: string): boolean =>
  readKey(key).meaning === 'secret' && !SETTINGS.has(wordsOf(key).at(-1) ?? '');

/** Whether each value below such a key is a secret, by whatever name: `passwords: {db: …}`. */
export const isMapOfSecrets = (key: string): boolean =>
  readKey(key).meaning === 'secret' &&
  ONLY_SECRETS.has(wordsOf(key).at(-1) ?? '');

const ONLY_SECRETS = new Set([
  ...['passwords', 'passwds', 'passphrases', 'tokens', 'secrets'],
  ...['apikeys', 'otps'],
]);

/** Settings, not values, where they are objects. */
const SETTINGS = new Set(['authorization', 'cookie', 'cookies', 'bearer']);

/** Whether a text or a number below such a key is a secret, by its own key. */
export const isSecretBelow = (key: string, value: unknown): boolean =>
  (typeof value === 'number' ||
    (typeof value === 'string' && isSecretContent(value))) &&
  readKey(key).meaning === 'other' &&
  !wordsOf(key).some(word => isQualifier(word) || DESCRIPTIONS.has(word));

/** What is beside a secret, and none: with whom, where and how it is used. */
const DESCRIPTIONS = new Set([
  ...['address', 'addresses', 'api', 'condition', 'conditions', 'database'],
  ...['db', 'description', 'dbname', 'email', 'expiration', 'generation'],
  ...['group', 'groups', 'hostname', 'hosts', 'kind', 'login', 'member'],
  ...['message', 'note', 'operator', 'optional', 'owner', 'phase', 'port'],
  ...['ports', 'protocol', 'purpose', 'ready', 'reason', 'region', 'schema'],
  ...['server', 'service', 'severity', 'since', 'title', 'uid', 'user'],
  ...['username', 'users', 'zone'],
]);
