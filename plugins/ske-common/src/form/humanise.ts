/** Words that are not written as others are, by how they are in lower case. */
const SPECIAL_WORDS = new Map(
  [
    ...['API', 'AWS', 'CIDR', 'CPU', 'DB', 'DNS', 'FQDN', 'GPU', 'gRPC'],
    ...['HTML', 'HTTP', 'HTTPS', 'ID', 'IOPS', 'IP', 'IPv4', 'IPv6', 'JSON'],
    ...['JWT', 'LDAP', 'MFA', 'OIDC', 'OS', 'PVC', 'QPS', 'RAM', 'RBAC'],
    ...['SAML', 'SLA', 'SMTP', 'SQL', 'SSD', 'SSH', 'SSL', 'SSO', 'TCP'],
    ...['TLS', 'TTL', 'UDP', 'UI', 'URI', 'URL', 'UUID', 'vCPU', 'VM', 'VPC'],
    ...['VPN', 'XML', 'YAML', 'KiB', 'MiB', 'GiB', 'TiB', 'kB', 'MB', 'GB'],
    ...['TB'],
  ].map(word => [word.toLowerCase(), word] as const),
);

/**
 * The words of a key, one after the other. An acronym ends where a word in lower case
 * begins, but for the s of a plural: `maxURLsPerHost` is max, URLs, Per, Host.
 */
const WORDS = new RegExp(
  [
    /vCPUs?(?!\p{Ll})/u,
    /[KMGTPE]i?Bs?(?!\p{Ll}|\p{Lu}(?!\p{Ll}))/u,
    /IPv[46]/u,
    /\p{Lu}{2,}s?(?!\p{Ll})/u,
    /\p{Lu}?[^\p{Lu}\s_.-]+/u,
    /\p{Lu}+/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

/**
 * A key of a schema or status, or the name of an object, as a person would write it:
 * `connectionDetails` → "Connection details", `dbURL` → "DB URL", `sizeGiB` → "Size GiB".
 *
 * @public
 */
export function humanise(key: string): string {
  const [first, ...others] = (key.match(WORDS) ?? []).map(
    word => specialWord(word) ?? word.toLowerCase(),
  );
  if (first === undefined) return key;
  return [capitalised(first), ...others].join(' ');
}

const UNIT = /^[kKMGT]i?B$/;

/** An acronym or a unit as it is written; undefined for any other word. */
function specialWord(word: string): string | undefined {
  const lower = word.toLowerCase();
  const known = SPECIAL_WORDS.get(lower);
  if (known !== undefined) return known;
  const singular = lower.endsWith('s') && SPECIAL_WORDS.get(lower.slice(0, -1));
  // Nobody writes units in the plural.
  if (singular) return UNIT.test(singular) ? singular : `${singular}s`;
  return /^[\p{Lu}\d]{2,}s?$/u.test(word) && /\p{Lu}/u.test(word)
    ? word
    : undefined;
}

/** `vCPU` and `gRPC` begin as they are written. */
const capitalised = (word: string) =>
  /^\p{Ll}+\p{Lu}/u.test(word)
    ? word
    : word.slice(0, 1).toUpperCase() + word.slice(1);
