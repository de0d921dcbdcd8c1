/**
 * What the key of a field says about its value:
 *
 * - `secret`: a secret, such as `dbPassword`, `PASSWORD_OLD`, `sasToken`
 * - `perhapsSecret`: one if it looks random, such as `primaryKey`, `sig`, `sessionId`
 * - `secretName`: the name of a Secret, such as `tlsSecretName`, `secretRef`
 * - `identifier`: what belongs to a secret and is none, such as `accessKeyId`
 * - `other`: nothing about secrets, also `passwordPolicy`, `tokenCount`, `publicKey`
 */
export type KeyMeaning =
  | 'secret'
  | 'perhapsSecret'
  | 'secretName'
  | 'identifier'
  | 'other';

/** What a key says, and whether a number is only how many there are: `tokens: 3`. */
export interface ReadKey {
  meaning: KeyMeaning;
  isCounted: boolean;
}

/** Words that are a secret, also at the end of others: `dbpassword`, `authtoken`. */
const SECRET_WORD =
  /(?:password|passwd|passphrase|passcode|passwort|kennwort|pwd|secret|token|credential|authorization|cookie|bearer|mnemonic|apikey|accesskey|secretkey|privatekey|accountkey|masterkey|signingkey|encryptionkey|authkey|sshkey|connectionstring|connstring|kubeconfig|dockerconfigjson|dockercfg|htpasswd|pgpass|dbpass|userpass|rootpass|adminpass|dbpw|rootpw|userpw|privkey|passkey)(s?)$/;

/** The same, only as whole words: `bypass` and `spin` are none. */
const WHOLE_SECRET_WORDS = new Set([
  ...['pass', 'pw', 'psk', 'pin', 'otp', 'otps', 'totp', 'jwt', 'pat', 'cred'],
  'creds',
]);

/** So many of them are counted: `pass: 3` tests, `tokens: 3`. */
const COUNTED_WORDS = new Set(['pass', 'creds']);

/** Beginnings of words, as in `passwordold`; not `passwordpolicy`, see {@link QUALIFIERS}. */
const SECRET_BEGINNING = /^(?:password|passwd|passphrase)(.+)$/;

/** What makes a key or a code one to keep: `accountKey`, `recoveryCodes`. */
const SECRET_KINDS = new Map([
  [
    'key',
    new Set([
      ...['access', 'account', 'admin', 'api', 'app', 'application', 'auth'],
      ...['authentication', 'authorization', 'cipher', 'client', 'crypto'],
      ...['decryption', 'deploy', 'deployment', 'dsa', 'ecdsa', 'encryption'],
      ...['gpg', 'hmac', 'jwt', 'license', 'licence', 'master', 'pgp'],
      ...['private', 'root', 'rsa', 'secret', 'server', 'session', 'shared'],
      ...['sign', 'signing', 'ssh', 'ssl', 'storage', 'subscription'],
      ...['symmetric', 'tls', 'webhook', 'wireguard'],
    ]),
  ],
  ['code', new Set(['backup', 'pin', 'recovery'])],
  ['string', new Set(['conn', 'connection'])],
  ['phrase', new Set(['recovery', 'seed'])],
]);

/** Keys of these are no secrets, whatever they look like. */
const PUBLIC_KINDS = new Set([
  ...['public', 'partition', 'sort', 'range', 'foreign', 'cache', 'group'],
  ...['config', 'annotation', 'label', 'topology', 'map'],
]);

/** Words for what may be a secret: only its looks tell. */
const PERHAPS_SECRET_WORDS = new Set([
  ...['key', 'keys', 'auth', 'code', 'sig', 'signature', 'salt', 'sas'],
]);

/** Before `secret`: the Secret that holds these, as in `credentialsSecret`. */
const HELD_IN_SECRETS = new Set([
  ...['credentials', 'credential', 'creds', 'tls', 'cert', 'certs'],
  ...['certificate', 'certificates', 'ca', 'pull', 'connection', 'existing'],
]);

/** After a word for a secret: the key is about something else, as `passwordPolicy`. */
const QUALIFIERS = new Set([
  ...['age', 'alg', 'algorithm', 'arn', 'at', 'audience', 'audiences'],
  ...['budget', 'bucket', 'bytes', 'changed', 'class', 'complexity', 'count'],
  ...['counter', 'created', 'date', 'days', 'dir', 'directory', 'disabled'],
  ...['domain', 'domains'],
  ...['enabled', 'endpoint', 'engine', 'exists', 'expiration', 'expire'],
  ...['expired', 'expires', 'expiry', 'field', 'file', 'fingerprint'],
  ...['format', 'header', 'hint', 'host', 'hours', 'id', 'ids', 'index'],
  ...['issuer', 'keys', 'label', 'lease', 'len', 'length', 'less', 'lifetime'],
  ...['limit', 'limits', 'location', 'manager', 'max', 'min', 'minutes'],
  ...['mode', 'name', 'names', 'namespace', 'path', 'plugin', 'policy'],
  ...['prompt', 'provider', 'quota', 'rate', 'ref', 'reference'],
  ...['references', 'refs', 'required', 'requirements', 'reset', 'role'],
  ...['rotated', 'rotation', 'rules', 'scope', 'scopes', 'seconds', 'set'],
  ...['size', 'source', 'state', 'status', 'store', 'strategy', 'strength'],
  ...['template', 'through', 'thumbprint', 'time', 'timeout', 'timestamp'],
  ...['ttl', 'type', 'types', 'updated', 'uri', 'url', 'usage', 'used'],
  ...['valid', 'validity', 'vault', 'version', 'versions'],
]);

const NAME_WORDS = new Set([
  ...['name', 'names', 'ref', 'refs', 'reference', 'references'],
]);

/** Identifiers of these are as good as a secret, where they look random. */
const SECRET_IDS = new Set(['secret', 'session']);

/** Where one word of a key ends: `dbPassword2`, `DB_PASSWORD`, `tls.key`, `APIKey`. */
const WORD_END =
  /(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|[^A-Za-z\d]+/;

/** Longer keys are none that people think of; their beginning and end are read. */
const LONGEST_KEY = 200;
/** The same keys come again and again. */
const MOST_CACHED = 5_000;
const readKeys = new Map<string, ReadKey>();

/** What a key says about its value, by its words. */
export function readKey(key: string): ReadKey {
  const cached = readKeys.get(key);
  if (cached) return cached;
  const result = readWords(wordsOf(key));
  if (key.length <= LONGEST_KEY) {
    if (readKeys.size >= MOST_CACHED) readKeys.clear();
    readKeys.set(key, result);
  }
  return result;
}

/** The words of a key, in small letters; of a qualified one, of its name. */
export function wordsOf(key: string): string[] {
  const whole =
    key.length <= LONGEST_KEY
      ? key
      : `${key.slice(0, LONGEST_KEY / 2)} ${key.slice(-LONGEST_KEY / 2)}`;
  const name = whole.slice(whole.lastIndexOf('/') + 1) || whole;
  return name
    .split(WORD_END)
    .filter(word => word !== '')
    .map(word => word.toLowerCase());
}

/** Whether a word after one for a secret says that something else is meant. */
export const isQualifier = (word: string) => QUALIFIERS.has(word);

function readWords(words: string[]): ReadKey {
  let read: ReadKey = { meaning: 'other', isCounted: false };
  for (const [index, word] of words.entries()) {
    const before = words[index - 1] ?? '';
    const ofWord = meaningOfWord(word, before);
    if (read.meaning === 'secretName' && isKeyWord(word)) {
      // Which key of that Secret.
      read = { meaning: 'perhapsSecret', isCounted: true };
    } else if (before === 'secret' && word === 'keys') {
      read = { meaning: 'other', isCounted: false };
    } else if (ofWord) {
      read = ofWord;
    } else if (QUALIFIERS.has(word)) {
      read = { ...read, meaning: qualify(read.meaning, words, index) };
    }
  }
  return read;
}

/** What a word says by itself, with the one before it; undefined: nothing. */
function meaningOfWord(word: string, before: string): ReadKey | undefined {
  if (isKeyWord(word) && PUBLIC_KINDS.has(before)) {
    return { meaning: 'other', isCounted: false };
  }
  const kinds = SECRET_KINDS.get(word.replace(/s$/, ''));
  if (kinds?.has(before)) {
    return {
      meaning: 'secret',
      isCounted: word.endsWith('s') && word !== 'codes',
    };
  }
  if (PERHAPS_SECRET_WORDS.has(word)) {
    return { meaning: 'perhapsSecret', isCounted: true };
  }
  if (/^secrets?$/.test(word) && HELD_IN_SECRETS.has(before)) {
    return { meaning: 'secretName', isCounted: true };
  }
  const secretWord = SECRET_WORD.exec(word);
  if (secretWord) {
    return { meaning: 'secret', isCounted: secretWord[1] === 's' };
  }
  if (WHOLE_SECRET_WORDS.has(word)) {
    return { meaning: 'secret', isCounted: COUNTED_WORDS.has(word) };
  }
  const [, rest] = SECRET_BEGINNING.exec(word) ?? [];
  return rest && !QUALIFIERS.has(rest)
    ? { meaning: 'secret', isCounted: false }
    : undefined;
}

function qualify(
  meaning: KeyMeaning,
  words: string[],
  index: number,
): KeyMeaning {
  const word = words[index];
  const isId = word === 'id' || word === 'ids';
  // "session" alone is no secret, and its identifier may be one.
  if (isId && SECRET_IDS.has(words[index - 1])) return 'perhapsSecret';
  if (meaning === 'other') return 'other';
  if (isId) return 'identifier';
  const isOfSecret = words.slice(0, index).some(one => /^secrets?$/.test(one));
  return NAME_WORDS.has(word) && isOfSecret ? 'secretName' : 'other';
}

const isKeyWord = (word: string) => word === 'key' || word === 'keys';
