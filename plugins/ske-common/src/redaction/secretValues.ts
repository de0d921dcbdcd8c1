/** What says how it stands with a secret, and is none: `inject-token: "true"`. */
export const isStateWord = (text: string): boolean =>
  /^(?:true|false|yes|no|on|off|ok|enabled|disabled|none|null|absent|present|missing|required|optional|empty|unset|unknown|expired|valid|invalid|revoked|rotated|unchanged)$/i.test(
    text,
  );

/** Where a secret comes from, instead of the secret: `$(DB_PASSWORD)`, `{{ password }}`. */
export const isReference = (text: string): boolean =>
  /^(?:\$\([\w.]+\)|\$?\{\{?[\w .-]+\}?\})$/.test(text);

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
