import type { JsonObject, JsonValue } from '@backstage/types';
import { connectFieldsOf } from '../api/connect';
import {
  HIDDEN,
  isSecretField,
  MASK,
  maskSecretTexts,
  secretsIn,
  withoutSecrets,
} from '.';

// Which fields of a status are shown, by key and by value. Values that look like
// secrets are put together here, so that no scanner takes them for one.

const base64 = (text: string) => btoa(text);
const random = 'q7Zk3PfXv9LmT2sWbR8yHdJ4'.repeat(2);
const hex = '0a1b2c3d'.repeat(8);
const privateKey = (kind = '') =>
  `-----BEGIN ${kind}PRIVATE KEY-----\nMIIabc\n-----END ${kind}PRIVATE KEY-----`;
const certificate =
  '-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----';
const kubeconfig = [
  ...['apiVersion: v1', 'kind: Config', 'clusters:', '- name: a', 'users:'],
  ...['- name: a', '  user:', `    client-key-data: ${base64('x'.repeat(40))}`],
].join('\n');
const jsonKubeconfig = JSON.stringify({
  ...{ apiVersion: 'v1', kind: 'Config', clusters: [] },
  users: [{ name: 'a', user: { token: 'sesame' } }],
});
const dockerConfig = JSON.stringify({
  auths: { 'ghcr.io': { auth: base64('anna:sesame') } },
});

const secretKeys = [
  ...['password', 'adminPwd', 'dbPasswd', 'rootPass', 'pgPassword2'],
  ...['PASSWORD_OLD', 'DBPASSWORD', 'password_confirmation', 'passwordHash'],
  ...['passwordold', 'db-password', 'userPasswort', 'passphrase', 'PGPASSWORD'],
  ...['token', 'sasToken', 'refresh_token', 'idToken', 'tokens', 'authtoken'],
  ...['accountKey', 'sharedAccessKey', 'masterKey', 'sshKey', 'signingKey'],
  ...['encryptionKey', 'apiKey', 'apikey', 'APIKey', 'X-Api-Key', 'tlsKey'],
  ...['privateKeyPem', 'client-key-data', 'AWS_SECRET_ACCESS_KEY', 'secretKey'],
  ...['secret', 'secrets', 'apiSecret', 'clientSecret', 'webhookSecret'],
  ...['secret_value', 'sharedSecret', 'bearer', 'cookie', 'jwt', 'psk'],
  ...['credentials', 'authorization', 'connectionString', 'recoveryCodes'],
  ...['seedPhrase', '.dockerconfigjson', 'kubeconfig', 'pinCode'],
  ...['example.org/api-token', 'password.old', 'passwordSecret'],
];

const otherKeys = [
  ...['tokenCount', 'tokenUrl', 'tokenEndpoint', 'tokenTtl', 'tokenizer'],
  ...['passwordPolicy', 'passwordLastChangedAt', 'passwordFile', 'bypass'],
  ...['keyVaultName', 'publicKey', 'primaryKey', 'partitionKey', 'keyspace'],
  ...['monkey', 'turnkey', 'key', 'keyId', 'accessKeyId', 'clientId'],
  ...['secretName', 'tlsSecretName', 'secretRef', 'passwordSecretRef'],
  ...['secretKeyRef', 'credentialsSecret', 'imagePullSecret', 'secretary'],
  ...['existingSecret', 'clientCASecret', 'secretVersion', 'secretStoreRef'],
  ...['certificateExpiry', 'authMode', 'authUrl', 'connectionName', 'compass'],
  ...['sessionId', 'secretId', 'cookieName', 'passRate', 'statusCode'],
  ...['constructor', 'signature', 'code', 'vault.example.org/role'],
];

const table: [key: string, value: JsonValue, isHidden: boolean][] = [
  ...secretKeys.map(key => [key, 'hunter-two', true] as [string, string, true]),
  ...otherKeys.map(key => [key, 'some-name', false] as [string, string, false]),
  // Numbers and words about secrets.
  ['password', 4711, true],
  ['pin', 4711, true],
  ['tokens', 3, false],
  ['tokens', '3', false],
  ['maxTokens', 4096, false],
  ['passwordLength', 12, false],
  ['pass', 3, false],
  ['port', 5432, false],
  ['injectToken', 'true', false],
  ['token', 'expired', false],
  ['hasPassword', true, false],
  ['password', '', false],
  ['password', null, false],
  ['password', '$DB_PASSWORD', false],
  ['password', '$ecret', true],
  ['password', '{{ .Values.password | quote }}', false],
  ['password', '{{ "hunter2" | b64enc }}', true],
  ['token', '<none>', false],
  ['token', '***', false],
  ['kubeconfig', '/root/.kube/config', false],
  ['kubeconfig', `/root/${random}`, true],
  ['password', '/root/sesame/x', true],
  // What may be a secret is one if it looks random.
  ['primaryKey', `${random}==`, true],
  ['primaryKey', 'order_id', false],
  ['key', random, true],
  ['key', 'node-role.kubernetes.io/control-plane', false],
  ['publicKey', random, false],
  ['sessionId', random, true],
  ['sessionId', '3f1c9a52-77aa-4c1e-9d7c-0f6f0f6f0f6f', false],
  ['signature', hex, true],
  ['auth', base64('anna:sesame'), true],
  ['auth', 'oidc', false],
  ['specHash', hex, false],
  // A name of a Secret must look like one.
  ['secretName', 'team-a/db-credentials', false],
  ['secretName', 'Open Sesame!', true],
  ['secretName', privateKey(), true],
  ['secretRef', hex, true],
  ['credentialsSecret', random, true],
  // By value, whatever the key.
  ['note', privateKey('RSA '), true],
  ['note', privateKey('OPENSSH '), true],
  [
    'note',
    '-----BEGIN PGP PRIVATE KEY BLOCK-----\nabc\n-----END PGP PRIVATE KEY BLOCK-----',
    true,
  ],
  ['note', base64(privateKey()), true],
  ['note', base64(kubeconfig), true],
  ['note', kubeconfig, true],
  ['note', jsonKubeconfig, true],
  ['note', dockerConfig, true],
  ['note', certificate, false],
  ['note', base64(certificate), false],
  ['tokens', '884422', true],
  ['recoveryCodes', '123456', true],
  ['otps', '123456', true],
  ['dbpass', 'hunter2y', true],
  ['DBPASS', 'hunter2y', true],
  ['rootpw', 'hunter2y', true],
  ['privkey', 'hunter2y', true],
  ['pat', 'hunter2y', true],
  ['note', `kube=${base64(kubeconfig)}`, true],
  ['tlsKey', certificate, false],
  ['sshKey', 'ssh-ed25519 AAAAC3NzaC1lZDI1 anna', false],
  ['note', `ghp_${'a1B2'.repeat(9)}`, true],
  ['note', `glpat-${'a1B2'.repeat(5)}`, true],
  ['note', `npm_${'a1B2'.repeat(9)}`, true],
  ['note', `pypi-AgE${'a1B2'.repeat(9)}`, true],
  ['note', `xoxb-1234-${'a1B2'.repeat(5)}`, true],
  ['note', `sk_live_${'a1B2'.repeat(5)}`, true],
  ['note', `AIza${'a1B2'.repeat(9)}`, true],
  ['note', `ya29.${'a1B2'.repeat(9)}`, true],
  ['note', `hvs.${'a1B2'.repeat(9)}`, true],
  ['note', `AKIA${'A1B2'.repeat(4)}`, true],
  ['accessKeyId', `AKIA${'A1B2'.repeat(4)}`, false],
  ['note', `$2y$10$${'a1B2'.repeat(14)}`, true],
  ['note', `md5${'0a1b'.repeat(8)}`, true],
  ['url', `https://a.blob.example.org/c?sv=2024&sig=${random}%3D`, true],
  ['url', 'https://example.org/x?access_token=abc', true],
  ['url', `https://example.org/x?X-Amz-Signature=${hex}`, true],
  ['url', 'https://example.org/x#token=abc', true],
  ['url', 'https://api.example.org/bot123456:AAEabcdefghijklmnopq/send', true],
  ['url', `https://hooks.slack.com/services/T00/B00/${random}`, true],
  ['url', 'jdbc:postgresql://h/db?user=a&password=b', true],
  ['url', 'jdbc:oracle:thin:anna/sesame@//h:1521/x', true],
  ['url', 'redis://:sesame@h:6379', true],
  ['url', 'postgres://anna:p@ss@h/db', true],
  ['url', 'https://example.org:8443/path@v1', false],
  ['url', 'https://example.org/?page=2&sort=key', false],
  ['url', 'git@example.org:team/repo.git', false],
  ['storage', `AccountName=a;AccountKey=${random};Suffix=x`, true],
  ['bus', `Endpoint=sb://x/;SharedAccessKey=${random}`, true],
  ['image', `ghcr.io/a/b:v1@sha256:${hex}`, false],
  ['uid', '3f1c9a52-77aa-4c1e-9d7c-0f6f0f6f0f6f', false],
  ['arn', 'arn:aws:rds:eu-central-1:123456789012:db:orders', false],
  ['schedule', '0 3 * * *', false],
];

it.each(table)('%s: %j is hidden: %s', (key, value, isHidden) => {
  const status: JsonObject = Object.fromEntries([[key, value]]);
  const shown = isHidden ? Object.fromEntries([[key, HIDDEN]]) : status;
  expect(withoutSecrets(status)).toEqual(shown);
  // As the card for it draws it, which may get what nobody has cleaned.
  const kinds = connectFieldsOf(status).map(field => field.value.kind);
  expect(kinds.includes('hidden')).toBe(isHidden);
});

it.each<[string, JsonObject, JsonObject]>([
  [
    'a map below a key for secrets, and not what describes them',
    { passwords: { anna: 'a', bert: { pw: 'b' } }, secret: { name: 'x' } },
    {
      passwords: { anna: HIDDEN, bert: { pw: HIDDEN } },
      secret: { name: 'x' },
    },
  ],
  [
    'credentials, with whom and where they are used',
    { credentials: { username: 'anna', host: 'db', admin: 'sesame' } },
    { credentials: { username: 'anna', host: 'db', admin: HIDDEN } },
  ],
  [
    'what an argument of a command says of the next one',
    { args: ['run', '--password', 'x', '--user', 'anna', '-v'] },
    { args: ['run', '--password', HIDDEN, '--user', 'anna', '-v'] },
  ],
  [
    'steps of a patch, and files to write',
    {
      patch: [
        { op: 'add', path: '/spec/password', value: 'x' },
        { op: 'add', path: '/spec/size', value: 'small' },
      ],
      files: [{ path: '/etc/api-token', content: 'x' }],
    },
    {
      patch: [
        { op: 'add', path: '/spec/password', value: HIDDEN },
        { op: 'add', path: '/spec/size', value: 'small' },
      ],
      files: [{ path: '/etc/api-token', content: HIDDEN }],
    },
  ],
  [
    'a list of Secrets',
    {
      kind: 'SecretList',
      items: [{ metadata: { name: 'a' }, data: { a: 'x' } }],
    },
    {
      kind: 'SecretList',
      items: [{ metadata: { name: HIDDEN }, data: { a: HIDDEN } }],
    },
  ],
  [
    'items of a list',
    { tokens: ['a', 'b'], users: [{ name: 'anna', password: 'x' }] },
    { tokens: [HIDDEN, HIDDEN], users: [{ name: 'anna', password: HIDDEN }] },
  ],
  [
    'values whose name is beside them',
    {
      env: [
        { name: 'PASSWORD', value: 'x' },
        { name: 'LEVEL', value: 'debug' },
      ],
      tags: [{ Key: 'apiToken', Value: 'x' }],
      outputs: [{ OutputKey: 'DbPassword', OutputValue: 'x' }],
    },
    {
      env: [
        { name: 'PASSWORD', value: HIDDEN },
        { name: 'LEVEL', value: 'debug' },
      ],
      tags: [{ Key: 'apiToken', Value: HIDDEN }],
      outputs: [{ OutputKey: 'DbPassword', OutputValue: HIDDEN }],
    },
  ],
  [
    'what is marked as sensitive, as outputs of Terraform are',
    { outputs: { endpoint: { value: 'x', sensitive: true, type: 'string' } } },
    {
      outputs: { endpoint: { value: HIDDEN, sensitive: true, type: 'string' } },
    },
  ],
  [
    'what Terraform says is sensitive, in a state or a plan',
    {
      attributes: { user: 'a', master: 'x' },
      sensitive_attributes: [[{ type: 'get_attr', value: 'master' }]],
      changes: [
        { after: { a: 'x', b: 'y' }, after_sensitive: { a: true, b: {} } },
      ],
    },
    {
      attributes: { user: 'a', master: HIDDEN },
      sensitive_attributes: [[{ type: 'get_attr', value: 'master' }]],
      changes: [
        { after: { a: HIDDEN, b: 'y' }, after_sensitive: { a: true, b: {} } },
      ],
    },
  ],
  [
    'the data of a Secret that is in the status',
    {
      secrets: [
        { kind: 'Secret', metadata: { name: 'x' }, data: { user: 'YQ==' } },
      ],
    },
    {
      secrets: [
        { kind: 'Secret', metadata: { name: 'x' }, data: { user: HIDDEN } },
      ],
    },
  ],
  [
    'no references to Secrets',
    {
      from: { secretKeyRef: { name: 'db', key: 'password' } },
      imagePullSecrets: [{ name: 'registry' }],
    },
    {
      from: { secretKeyRef: { name: 'db', key: 'password' } },
      imagePullSecrets: [{ name: 'registry' }],
    },
  ],
  [
    'all that is below a word for several secrets, by whatever name',
    {
      passwords: { user: 'hunter2y', db: 'hunter2z' },
      tokens: { api: { v1: 'abcd1234' } },
    },
    {
      passwords: { user: HIDDEN, db: HIDDEN },
      tokens: { api: { v1: HIDDEN } },
    },
  ],
  [
    'the secret in a sentence, and leaves the rest',
    {
      conditions: [
        { message: 'no login at postgres://app:sesame@db/app' },
        { message: 'failed with password: hunter2, will retry' },
        { message: 'GET https://x/?access_token=abc: 401' },
        { message: 'password: must have 12 characters' },
        { message: 'secret "db-1" not found in namespace "a"' },
      ],
    },
    {
      conditions: [
        { message: `no login at postgres://app:${MASK}@db/app` },
        { message: `failed with password: ${MASK}, will retry` },
        { message: `GET https://x/?access_token=${MASK} 401` },
        { message: 'password: must have 12 characters' },
        { message: 'secret "db-1" not found in namespace "a"' },
      ],
    },
  ],
])('hides %s', (_, status, shown) => {
  expect(withoutSecrets(status)).toEqual(shown);
});

it.each([
  ['Server=db;User Id=a;Password=hunter2;Encrypt=true', 'hunter2;'],
  ['psql "host=db user=a password=hunter2"', 'hunter2'],
  ['{"a":"{\\"password\\":\\"hunter2\\"}"}', 'hunter2'],
  ['{"password": "hunter2", "user": "a"}', 'hunter2'],
  ['curl -u anna:hunter2 https://example.org', 'hunter2'],
  ['mysql --password hunter2 --token-file /x', 'hunter2'],
  ['url=https://example.org/?password=hunter2', 'hunter2'],
  ['Authorization: Token hunter2', 'hunter2'],
  ['Bearer hunter2', 'hunter2'],
  [`Basic ${base64('anna:sesame')}`, base64('anna:sesame')],
  ['Cookie: sid=hunter2; theme=dark', 'hunter2'],
  ['user: anna\npassword: hunter\nport: 1', 'hunter\n'],
  ['connecting with map[host:db password:hunter2 port:5432]', 'hunter2'],
  ['config {Host:db Password:hunter2 Port:5432}', 'hunter2'],
  ['login failed, password:hunter2', 'hunter2'],
  ['a:\n  password: |\n    hunter\n    two\nb: c', 'hunter'],
  ['token: >-\n  hunter\n', 'hunter'],
  ['{"tokens": ["one", "hunter"], "n": 1}', 'hunter'],
  [`https://${'Hunter2x'.repeat(3)}@git.example.org/a.git`, 'Hunter2x'],
  ['[{"name":"DB_PASSWORD","value":"hunter"}]', 'hunter'],
  ['{"op": "add", "path": "/spec/password", "value": "hunter"}', 'hunter'],
  ['- name: DB_PASSWORD\n  value: hunter\n', 'hunter'],
  ['[{Name:DB_PASSWORD Value:hunter}]', 'hunter'],
  ['curl -uanna:hunter https://example.org', 'hunter'],
  ['curl --user=anna:hunter https://example.org', 'hunter'],
  ['dsn anna:hunter@tcp(db:3306)/shop', 'hunter'],
  ['dial anna:hunter@db.example.org:5432 failed', 'hunter'],
  [":password => 'hunter', :user => 'anna'", 'hunter'],
  ['password := "hunter"', 'hunter'],
  ['PASS: hunter2', 'hunter2'],
  ['PASSWORD=data.hunter', 'hunter'],
  ['password = hunter.two', 'hunter'],
  ["{'user': 'anna', 'password': 'hunter\\'two'}", 'two'],
  ["{'password': \"hunter'two\", 'pin': 4711}", 'two'],
  ["{'tokens': ['one', 'hunter']}", 'hunter'],
  ['passwords: [one, hunter]', 'hunter'],
  ['{"a":"password=\\"hunter two\\" b"}', 'two'],
  ['{"a":"{\\"password\\":\\"hunter\\\\\\"two\\",\\"b\\":1}"}', 'two'],
  ['{"a":"b: 1\\npassword: hunter two\\nc: 1\\n"', 'two'],
  ['{"a":"password: |\\n  hunter\\n  two\\nc: 1\\n"', 'two'],
  ['~ password = "sesame" -> "hunter" # forces', 'hunter'],
  ['+ "db_password"      = "hunter"', 'hunter'],
  ['password = <<-EOT\n  one\n  hunter\n  EOT\nb = 1', 'hunter'],
  ['password = "a\\"hunter" b', 'hunter'],
  ['variable "db_password" {\n  default = "hunter"\n}', 'hunter'],
  ['user: anna\npassword: my hunter words\nport: 1', 'hunter'],
  ['password: my hunter words # no comment', 'hunter'],
  ['password: &p hunter', 'hunter'],
  ['<password>hunter</password>', 'hunter'],
  ['<db:password type="a"><![CDATA[hunter]]></db:password>', 'hunter'],
  ['<add key="Password" value="hunter"/>', 'hunter'],
  ['<entry key="password">hunter</entry>', 'hunter'],
  ['<db user="a" password="hunter two"/>', 'two'],
  ["CREATE USER a IDENTIFIED BY 'hunter''two';", 'two'],
  ["alter role a with encrypted password 'hunter'", 'hunter'],
  ["SET PASSWORD FOR 'a'@'%' = PASSWORD('hunter')", 'hunter'],
  ['create user a identified by "hunter"', 'hunter'],
  ['{value: hunter, name: DB_PASSWORD}', 'hunter'],
  ['[{"value":"hunter two","name":"DB_PASSWORD"}]', 'two'],
  ['value=hunter name=PASSWORD', 'hunter'],
  ['name=PASSWORD value=hunter', 'hunter'],
  ['{name: DB_PASSWORD, value: hunter}', 'hunter'],
  ['- value: hunter\n  name: DB_PASSWORD\n', 'hunter'],
  [`got ${base64('password=x')}`, base64('password=x').replace(/=+$/, '')],
])('masks what follows a key in a text: %s', (text, secret) => {
  const shown = maskSecretTexts(text, MASK);
  expect(shown).not.toContain(secret.replace(/[;\n]$/, ''));
  expect(shown).toContain(MASK);
  // Once more, it is the same.
  expect(maskSecretTexts(shown, MASK)).toBe(shown);
});

it.each([
  'Basic authentication failed',
  'the token is valid, the password is not',
  'password=${DB_PASSWORD} token=$(TOKEN)',
  'tokens=3 max_tokens=4096 pass=12 fail=0',
  'docker run -u 1000:1000 app',
  'GET /bottom-of-the-page-1234567890 200',
  'map[host:db port:5432] {Kind:Secret Name:a}',
  'ssh://git-user-of-the-platform@git.example.org/a.git',
  'https://service-account-1.example.org@git.example.org/a.git',
  'note: |\n  no secret\npassword: must be long',
  'token:invalid, secret:default/creds',
  '[{"name":"LEVEL","value":"debug"}] {"name":"tokenCount","value":3}',
  '- name: LEVEL\n  value: debug\n- name: PASSWORD\n  valueFrom: x\n',
  'image example.org/a:v1@sha256:0123456789abcdef, pull by anna@example.org:x',
  'user => anna, level := debug, a>=b, x :=',
  'time:12:30@example.org, repo:tag@sha256:1234',
  "{'user': 'anna', 'password': None}",
  'use <token> as the token, or <password> as the password',
  'password authentication failed for user "anna"',
  'PASSWORD=\nUSER=anna',
  'password: Invalid value: must be long',
  'token: default/creds was not found',
  '{value: debug, name: LEVEL} {name: PASSWORD, from: x}',
  '<name>db</name> <entry key="level">debug</entry>',
  '~ size = "small" -> "large"',
  'password=$PASSWORD password=$1 --password "$DB_PASSWORD" -v',
  'password: $DB_PASSWORD\ntoken: $(cat /run/token)\npw: $token',
  'password: "{{ .Values.password }}"\ntoken: {{ .Values.token | quote }}',
  'password: ${{ secrets.TOKEN }}\ntoken="${TOKEN}"',
  'password = var.password\ntoken = data.vault_x.y.token\nsecret = local.x',
  'password = random_password.db.result',
  '~ password = (sensitive value) -> (known after apply)',
  'PASS: TestSignIn\n--- PASS: TestSignIn2 (0.02s)\nPASS: test_login.py',
  'KUBECONFIG=/root/.kube/config SECRET_FILE=/run/secret',
  'SECRET_FILE: /run/secret\nKUBECONFIG: ~/.kube/config',
  'secretName: foo\nsecretKeyRef: {name: db-password, key: password}',
  'token: <none>\ntoken: null\ntoken: true\ntoken: ***\ntoken: [REDACTED]',
  'token=*** token=<none> "token": "", "token": null, "token": "<unset>"',
  "IDENTIFIED BY '${PASSWORD}'",
])('leaves a text without secrets: %s', text => {
  expect(maskSecretTexts(text, MASK)).toBe(text);
});

/** The fastest of five, in ms: others may take the processor meanwhile. */
function timed(work: () => unknown): number {
  const times = [1, 2, 3, 4, 5].map(() => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

it.each([
  ...['a', 'a=', 'key=', 'key=aB3', 'password=***', '"key":"', '\\"key\\":\\"'],
  ...[
    '-----BEGIN PRIVATE KEY-----',
    '://a:',
    '://a:b@',
    'jdbc:oracle:t:a/',
    'QUJD',
    ' ',
    '\\',
    '=',
  ],
  ...['password:', 'map[password:', 'password: |\n ', '"token": ['],
  ...['{"name":"password","value":', 'name: password\n value: ', 'a:b@'],
  ...[' key: |\n', '{key:a', 'key:=', ' sig: >-\n  a\n', '"keys": ['],
  ...['password => ', 'a/', '-u', '"path":"a/', 'a:bcd@e'],
  ...['PASS: a.', 'KUBECONFIG=/a', 'password=$A', 'token: <a', 'pw: {{ a '],
  ...["'password': '", '<password>', 'password = <<a\n', ' value: a,'],
  ...['value=a name=', 'password=\\"', 'password = "a" -> ', '<a key="b" '],
  ...["password ''", 'identified by "', ' variable "a" {'],
  ...[
    '\\npassword: |\\n ',
    '\\npassword: a b',
    'password: a ',
    'password [',
    'tokens=[',
  ],
  ...['token:\n ', 'passwords:{', 'passwords:{a:b,', ' {{a}}\n'],
  ...['a:\n', '- ', 'password:\n- a\n', '{"stringData":', '- token: |\n  a\n'],
  ...['key: ', 'password: ', 'eyJa.', 'ghp_a.', '$1$', '--key ', 'basic ', 'A'],
])('takes time in proportion to a text of %j', piece => {
  const read = (length: number) => {
    const text = piece.repeat(length / piece.length);
    return timed(() => [
      maskSecretTexts(text, MASK),
      isSecretField('key', text),
      withoutSecrets({ [text]: text }),
    ]);
  };
  read(1_000);
  // Ten times the length; what is quadratic takes a hundred times as long.
  expect(read(400_000) / Math.max(read(40_000), 1)).toBeLessThan(40);
});

it('reads a key once, however many fields have it', () => {
  const fields = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      name: `n${n}`,
      size: `s ${n}`,
    }));
  const list = (count: number) => ({ list: fields(count) });
  const [few, many] = [list(1_000), list(10_000)];
  withoutSecrets(few);
  const times = [few, many].map(one => timed(() => withoutSecrets(one)));
  expect(times[1] / Math.max(times[0], 1)).toBeLessThan(40);
  // What has no secret is not copied.
  expect(withoutSecrets(many)).toBe(many);
});

it.each([5_000, 100_000])('hides what is nested %d levels deep', levels => {
  let status: JsonObject = { password: 'hunter2', user: 'anna' };
  for (let level = 0; level < levels; level += 1) status = { a: status };
  const shown = withoutSecrets(status);
  let value: unknown = shown;
  for (let level = 0; level < 300; level += 1) value = (value as JsonObject).a;
  expect(value).toEqual(expect.objectContaining({ a: expect.anything() }));
  expect(() => JSON.stringify(shown)).not.toThrow();
  expect(JSON.stringify(shown)).not.toMatch(/hunter2|anna/);
  expect(secretsIn(status)).toContain('hunter2');
});
