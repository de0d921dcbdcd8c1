import { MASK } from './masks';
import { readKey, wordsOf } from './secretKeys';

/** What says how it stands with a secret, and is none: `inject-token: "true"`, `<none>`. */
export const isStateWord = (text: string): boolean =>
  STATE_WORD.test(text) ||
  PLACEHOLDER.test(text) ||
  // What is put back must not be taken for what somebody else has masked.
  (/^\*{3,}$/.test(text) && text !== MASK);

const STATE_WORD =
  /^[<([]?(?:true|false|yes|no|on|off|ok|enabled|disabled|none|null|nil|undefined|absent|present|missing|required|optional|empty|unset|not set|unknown|expired|valid|invalid|revoked|rotated|unchanged|redacted|hidden|masked|sensitive(?: value)?|known after apply)[>)\]]?$/i;

/** Of a text that says how something is used: `<token>`. */
const PLACEHOLDER = /^<[A-Za-z][\w -]{0,40}>$/;

/**
 * Where a secret comes from, instead of the secret: `$(DB_PASSWORD)`, `${DB_PASSWORD}`,
 * `$DB_PASSWORD`, `$1`, `{{ .Values.password | quote }}`. One with a text in it may have
 * the secret there.
 */
export const isReference = (text: string): boolean =>
  /^(?:\$\((?:cat )?[\w./-]+\)?|\$?\{\{?[\w .-]+\}?\}|\$?\{\{?|\{\{[^{}"'`]*\}\}|\$\d)$/.test(
    text,
  ) || isVariable(text);

/** A password may begin with `$`, too. */
const isVariable = (text: string): boolean =>
  /^\$[A-Z_][A-Z\d_]*$/.test(text) ||
  (/^\$[a-z_]\w{0,100}$/i.test(text) &&
    readKey(text.slice(1)).meaning === 'secret');

/** Where a file with a secret is, by a key for what is in files: `KUBECONFIG=/etc/kube`. */
export const isFileOfSecret = (key: string, text: string): boolean =>
  IN_FILES.test(wordsOf(key).at(-1) ?? '') &&
  /^(?:~|\.{1,2})?(?:\/[\w.@-]{1,100}){2,50}$/.test(text) &&
  !looksRandom(text);

const IN_FILES =
  /^(?:kubeconfig|dockercfg|htpasswd|pgpass|\w*keys?|credentials?|creds|secrets?)$/;

/** Keys and certificates that everybody may have. */
export const isPublicKey = (text: string): boolean =>
  /^\s*(?:(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[\w-]+|sk-(?:ssh|ecdsa)-\S+) AAAA|-----BEGIN (?:CERTIFICATE|(?:RSA |EC )?PUBLIC KEY|PGP PUBLIC KEY BLOCK)-----)/.test(
    text,
  ) && !text.includes('PRIVATE KEY');

/** Whether a text may be a secret, and is no state, no reference and no public key. */
export const isSecretContent = (text: string): boolean =>
  text !== '' && !isStateWord(text) && !isReference(text) && !isPublicKey(text);

/**
 * Whether nobody would think of such a text: long, of letters and digits in any
 * order. A name, an address, a UUID or a sentence does not look like that.
 */
export const looksRandom = (text: string): boolean =>
  /^[\w+/=%.~-]{20,}$/.test(text) &&
  (/^[0-9a-f]{32,}$/i.test(text) ||
    (/[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text)));

/** Base64 of `user:password`, as HTTP and registries have it. */
export const isBasicCredentials = (text: string): boolean =>
  /^[\x21-\x39\x3b-\x7e]{0,500}:[\x21-\x7e]+$/.test(textOfBase64(text) ?? '');

/** An access key ID of AWS says which key it is, and opens nothing. */
export const isAccessKeyId = (text: string): boolean =>
  /^A[KS]IA[A-Z0-9]{12,28}$/.test(text);

/** The name of a Secret, with its namespace or without. */
export const isSecretName = (text: string): boolean =>
  text.length <= 320 &&
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\/)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(
    text,
  ) &&
  !/[0-9a-f]{32}/.test(text);

/** The text that base64 stands for; undefined where that is no text. */
export function textOfBase64(encoded: string): string | undefined {
  const digits = encoded
    .replace(/[\r\n]/g, '')
    .replace(/={1,3}$/, '')
    .replace(/-/g, '+')
    .replace(/_/g, '/');
  if (!/^[A-Za-z\d+/]+$/.test(digits)) return undefined;
  // Of what was cut off, one digit may be left, which stands for nothing.
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  const text = atob(whole);
  return /^[\t\n\r\x20-\x7e\x80-\xff]+$/.test(text) ? text : undefined;
}
