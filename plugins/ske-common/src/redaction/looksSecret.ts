/**
 * Whether a key holds the name of a Secret and not its content:
 * `credentialsSecret`, `secretName`, `secretRef`.
 */
export function namesSecret(key: string): boolean {
  return /secret(_?name|_?ref)?$/i.test(key) && !/client_?secret$/i.test(key);
}

const SECRET_KEY =
  /(pass(word|wd|phrase)?|token|api_?key|access_?key|private_?key|client_?secret|credential(?!s?_?secret)|secret_?(key|value|data)|connection_?string|authorization)$/i;
const SECRET_VALUE =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^/\s:@]+:[^/\s@]+@|^(gh[pousr]_|glpat-|xox[bp]-|AKIA[0-9A-Z]{12})|^eyJ[\w-]+\.[\w-]+\./;

/** Found in each text that may be one; cheaper to look for than the whole. */
const SIGNS = ['-----BEGIN', '://'];
const BEGINNINGS = /^(gh[pousr]_|glpat-|xox[bp]-|AKIA|eyJ)/;

/** Whether a text is a secret by what it looks like: a private key, a token. */
export const isSecretText = (value: string) =>
  (SIGNS.some(sign => value.includes(sign)) || BEGINNINGS.test(value)) &&
  SECRET_VALUE.test(value);

/** Secrets within a longer text; the first group is the part before the secret, which stays. */
const SECRETS_IN_TEXT = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(:\/\/[^/\s:@]+:)[^/\s@]+(?=@)/g,
  /()(?<![\w-])(?:gh[pousr]_|github_pat_|glpat-|xox[bp]-|AKIA)[\w-]{12,}/g,
  /()(?<![\w-])eyJ[\w-]+\.[\w-]{8,}(?:\.[\w-]*)?/g,
];

/**
 * A text without what looks like a secret in it: private keys, passwords in
 * addresses, tokens of Git hosts and of sign-ins.
 *
 * @param mask - what stands in its place
 * @public
 */
export const maskSecretTexts = (text: string, mask: string) =>
  SECRETS_IN_TEXT.reduce(
    (rest, secret) =>
      rest.replace(secret, (_, beginning: string) => beginning + mask),
    text,
  );

/** Whether a value must not be shown: by its key, or by what it looks like. @public */
export function looksSecret(key: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return SECRET_KEY.test(key) || isSecretText(value);
}

/** Whether a text or a number is a secret by the key that it has. */
export const isSecretField = (key: string, value: unknown) =>
  (typeof value === 'string' || typeof value === 'number') &&
  SECRET_KEY.test(key) &&
  !namesSecret(key);
