import { isBasicCredentials, isSecretContent } from './secretValues';

/** One kind of secret in a text. Looking for it takes time in proportion to the text. */
interface SecretPattern {
  /** One of them is in each text that has such a secret: quicker to look for. */
  signs: string[];
  /** Its groups: what stays before the secret, and the secret. Global. */
  pattern: RegExp;
  /** Whether what was found is one, where the pattern alone cannot tell. */
  isSecret?: (secret: string) => boolean;
}

/** Secrets that can be told by what they look like. */
export const SECRET_PATTERNS: SecretPattern[] = [
  {
    // PEM, OpenSSH and PGP; without an end, up to the end of the text.
    signs: ['-----BEGIN '],
    pattern:
      /()(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$))/g,
  },
  {
    signs: ['AGE-SECRET-KEY-1', 'PuTTY-User-Key-File'],
    pattern: /()(AGE-SECRET-KEY-1\w{20,}|PuTTY-User-Key-File-\d:[^]*$)/g,
  },
  {
    // The password in an address, up to the last "@" before its path.
    signs: ['://'],
    pattern: /(:\/\/[^/\s:@]*:)([^/\s"'<>]+)(?=@)/g,
  },
  {
    // A token instead of a user: only its looks tell it from a name.
    signs: ['://'],
    pattern: /(:\/\/)([^/\s:@"'<>]{16,})(?=@)/g,
    isSecret: text =>
      !text.includes('.') && /\d/.test(text) && /[A-Za-z]/.test(text),
  },
  {
    signs: ['jdbc:oracle:'],
    pattern: /(jdbc:oracle:\w{1,10}:[^/\s@]{1,200}\/)([^\s@"']{1,200})(?=@)/g,
  },
  {
    // Tokens, by how they begin.
    signs: ['_', '-', '.', '~', 'dapi', 'AT'],
    pattern:
      /()(?<![\w-])((?:gh[pousr]_|github_pat_|gl(?:pat|ptt|dt|rt|cbt|soat|imt|ft|agent|oas)-|xox[abeoprs]-|xapp-|[sr]k_(?:live|test)_|whsec_|pypi-AgE|GOCSPX-|ya29\.|shp(?:at|ss|ca|pa)_|dckr_[op]at_|glsa_|do[op]_v1_|dapi(?=[0-9a-f]{32})|ATATT3|ATBB|figd_|lin_api_|pscale_(?:tkn|pw)_|sntry[su]_|rubygems_|PMAK-|NRAK-|sha256~)[\w.=+/-]{5,}[\w=])/g,
    isSecret: text => /\d|[a-z][A-Z]/.test(text),
  },
  {
    signs: [
      'AKIA',
      'ASIA',
      'AIza',
      'npm_',
      'SG.',
      'atlasv1.',
      'sk-',
      'hf_',
      'hv',
    ],
    pattern:
      /()(?<![\w-])(A[KS]IA[A-Z0-9]{12,}|AIza[\w-]{30,}|npm_[A-Za-z0-9]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,}|sk-(?:[A-Za-z0-9]{20,}|(?:ant|proj|svcacct)-[\w-]{20,})|hf_[A-Za-z0-9]{30,}|hv[sbr]\.[\w-]{20,})/g,
  },
  {
    // JSON Web Tokens.
    signs: ['eyJ'],
    pattern:
      /()(?<![\w-])(eyJ[\w-]+(?:\.[\w-]{8,}|\.\.[\w-]{8,})(?:\.[\w-]+)*)/g,
  },
  {
    // Services whose tokens are part of an address.
    signs: ['/bot', 'hooks.slack.com/', '/webhooks/', '/webhookb2/', ':AA'],
    pattern:
      /(\/bot(?=\d{5,12}:)|(?<![\w/])\d{6,12}:(?=AA)|hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/webhooks\/\d{1,30}\/|webhook\.office\.com\/webhookb2\/)([\w:@/-]{20,})/g,
  },
  {
    // Headers: what follows the scheme, or a cookie.
    signs: ['uthorization', 'UTHORIZATION'],
    pattern:
      /(authorization["']?\s{0,5}[:=]\s{0,5}["']?(?:basic|bearer|digest|negotiate|token|apikey|aws4-hmac-sha256)\s{1,5})([^\s"',]+)/gi,
  },
  {
    signs: ['ookie:', 'OOKIE:'],
    pattern: /((?:set-)?cookie: ?)([^\s=;]{1,200}=[^\r\n"']+)/gi,
  },
  {
    signs: ['earer ', 'EARER '],
    pattern: /(\bbearer\s{1,5})([\w+/=.~-]{4,})/gi,
    isSecret: token => /\d/.test(token) || token.length > 30,
  },
  {
    signs: ['asic ', 'ASIC '],
    pattern: /(\bbasic\s{1,5})([\w+/-]{4,}={0,2})/gi,
    isSecret: isBasicCredentials,
  },
  {
    // Hashes of passwords: bcrypt, crypt, argon2, LDAP, PostgreSQL.
    signs: ['$', '{S', 'md5'],
    pattern:
      /()(\$(?:2[abxy]?|apr1|[1567y]|argon2(?:id|i|d)|scrypt|pbkdf2[\w-]{0,20})\$[\w./+=,$-]{20,}|\{S{1,2}HA\d{0,3}\}[\w+/=]{20,}|SCRAM-SHA-\d{1,3}\$\d{1,9}:[\w+/=$:]{20,}|(?<!\w)md5[0-9a-f]{32}(?!\w))/g,
  },
  {
    // Of SQL: "IDENTIFIED BY 'x'", "PASSWORD 'x'", "SET PASSWORD FOR anna = 'x'".
    signs: ["'", '"'],
    pattern:
      /(\b(?:identified\s{1,5}(?:with\s{1,5}\S{1,60}\s{1,5})?(?:by|as)|password)(?:\s{1,5}password)?(?:\s{1,5}for\s{1,5}\S{1,100}\s{1,5}=)?(?:\s{1,5}|\s{0,5}\(\s{0,5})')((?:[^'\\\n]|''|\\.)+)/gi,
    isSecret: isSecretContent,
  },
  {
    signs: ['"'],
    pattern: /(\bidentified\s{1,5}by\s{1,5}")([^"\n]+)/gi,
    isSecret: isSecretContent,
  },
  {
    // Of curl: "-u anna:x", "-uanna:x", "--user=anna:x".
    signs: ['-u', '-user'],
    pattern:
      /((?<![\w-])(?:-u\s{0,5}|--(?:proxy-)?user[\s=]{1,5})["']?[^\s:"']{1,80}:)([^\s"']+)/g,
    isSecret: text => !/^\d+$/.test(text),
  },
  {
    // A connection string without a scheme: "anna:x@tcp(db:3306)/a", "anna:x@db:5432".
    signs: ['@'],
    pattern:
      /((?<![\w./:-])[\w.-]{1,80}:)([^\s/:@"'<>]{3,200})(?=@(?!sha\d)(?:(?:tcp|udp|unix)\(|[\w.-]{1,200}:\d{2,5}(?![\w:])))/g,
  },
];
