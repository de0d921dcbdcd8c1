import { isMasked, MASK } from './masks';
import { replaceKeyedSecrets } from './keyedSecrets';
import { SECRET_PATTERNS } from './secretPatterns';
import { textOfBase64 } from './secretValues';

/**
 * A text without what looks like a secret in it: private keys, passwords in
 * addresses and connection strings, tokens, signatures of shared addresses, hashes of
 * passwords, what follows `password=`; and the same as base64.
 *
 * @param mask - what stands in its place
 * @public
 */
export const maskSecretTexts = (text: string, mask: string): string =>
  replaceSecrets(text, () => mask);

/**
 * The same for a value of the configuration, which may be meant as an address: there a
 * user name with a password is masked without a scheme, too, also a password that has an
 * "@". In other texts it may be `mailto:anna@example.org` or `group:team@example.org`.
 *
 * @public
 */
export const maskSecretsOfAddress = (text: string, mask: string): string =>
  maskSecretTexts(text, mask).replace(/[^\s/:@]+:\S+@/g, `${mask}@`);

/**
 * What {@link maskSecretTexts} masks in a text: only the secrets, so that they are
 * known where they come without what has given them away.
 */
export function secretsInText(text: string): string[] {
  const secrets: string[] = [];
  replaceSecrets(text, secret => {
    secrets.push(secret);
    return MASK;
  });
  return secrets;
}

/** Whether a text is a secret by what it looks like, or has one in it. */
export const isSecretText = (text: string): boolean =>
  isKubeconfig(text) || replaceSecrets(text, () => '') !== text;

/** Whether a text is what a client needs to use a cluster, as YAML or JSON. */
export const isKubeconfig = (text: string): boolean =>
  text.includes('users') &&
  text.includes('clusters') &&
  /["']?kind["']?[ \t]{0,5}:\s{0,5}["']?Config\b/.test(text);

type Replace = (secret: string) => string;

const replaceSecrets = (text: string, replace: Replace): string =>
  MAY_HAVE_SECRETS.test(text)
    ? replaceEncoded(replacePlain(text, replace), replace)
    : text;

/** Found in every text that has such a secret, and not in most words and names. */
const MAY_HAVE_SECRETS =
  /[=:"'<[$_.~{-]|[A-Za-z\d+/]{12}|(?:earer|asic|cookie) | is /i;

function replacePlain(text: string, replace: Replace): string {
  const withoutPatterns = SECRET_PATTERNS.reduce(
    (rest, { signs, pattern, isSecret }) =>
      signs.some(sign => rest.includes(sign))
        ? rest.replace(pattern, (found, beginning: string, secret: string) =>
            isMasked(secret) || isSecret?.(secret) === false
              ? found
              : beginning + replace(secret),
          )
        : rest,
    text,
  );
  return replaceKeyedSecrets(withoutPatterns, replace);
}

/** Base64 of a word or more; of several lines, as `base64` writes them. */
const BASE64 = /(?<![\w+/])[A-Za-z0-9+/]{12,}(?:\r?\n[A-Za-z0-9+/]+)*={0,2}/g;

/** Replaces base64 of a text that has a secret in it, such as of a key or a kubeconfig. */
const replaceEncoded = (text: string, replace: Replace): string =>
  replaceBase64(
    text,
    decoded =>
      isKubeconfig(decoded) || replacePlain(decoded, () => '') !== decoded,
    replace,
  );

/**
 * Replaces what is base64 of a text.
 *
 * @param isSecret - whether the text that it stands for has a secret in it
 * @param replace - gives what stands in its place
 * @public
 */
export const replaceBase64 = (
  text: string,
  isSecret: (decoded: string) => boolean,
  replace: (encoded: string) => string,
): string =>
  text.replace(BASE64, encoded => {
    const decoded = textOfBase64(encoded);
    return decoded !== undefined && isSecret(decoded)
      ? replace(encoded)
      : encoded;
  });
