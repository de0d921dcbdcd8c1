import type { JsonObject } from '@backstage/types';
import {
  fillStoredSecrets,
  HIDDEN,
  MASK,
  maskSecretsOfAddress,
  maskSecretTexts,
  maskStoredSecretMarks,
  redact,
  redactStatus,
  secretsIn,
  storedSecretMark,
  withoutSecrets,
} from '.';

it('masks a secret wherever its schema is', () => {
  const password = { type: 'string', format: 'password' };
  const list = { type: 'array', items: password };
  const map = { type: 'object', additionalProperties: password };
  expect(
    redact(
      { list: ['a'], map: { x: 'b', y: '' }, note: 'c', other: { d: 1 } },
      { properties: { list, map, note: { type: 'string' } } },
    ),
  ).toEqual({
    list: [MASK],
    map: { x: MASK, y: '' },
    note: 'c',
    other: { d: 1 },
  });
});

const schema = {
  type: 'object',
  properties: {
    password: { type: 'string', format: 'password' },
    tokens: { type: 'string' },
    users: {
      type: 'array',
      items: {
        properties: {
          name: { type: 'string' },
          password: { type: 'string', format: 'password' },
        },
      },
    },
    free: { type: 'object' },
  },
};
const value = {
  password: 'sesame',
  tokens: 'three',
  users: [
    { name: 'anna', password: 'sesame' },
    { name: 'bert', password: '' },
  ],
  free: {
    apiToken: 'sesame',
    list: [{ clientSecret: 'sesame' }],
    url: 'https://anna:sesame@example.org/x',
    secretName: 'the-name',
    note: 'plain',
  },
};

it('masks by the schema, by keys where it is silent, and by looks', () => {
  const shown = redact(value, schema);
  expect(JSON.stringify(shown)).not.toContain('sesame');
  expect(shown).toMatchObject({
    tokens: 'three',
    users: [{ name: 'anna' }, { name: 'bert', password: '' }],
    free: { secretName: 'the-name', note: 'plain' },
  });
  expect(new Set(secretsIn(value, schema))).toEqual(
    new Set(['sesame', 'https://anna:sesame@example.org/x']),
  );
});

const stored = (path: string[]) =>
  path.reduce<unknown>(
    (at, key) => (at as Record<string, unknown> | undefined)?.[key],
    { spec: value },
  ) as string | undefined;
const fill = (sent: JsonObject) =>
  fillStoredSecrets(sent, schema, stored, ['spec']);

it('is undone where the object that was shown is sent back', () => {
  const shown = redact(value, schema, path =>
    storedSecretMark(['spec', ...path]),
  ) as JsonObject;
  expect(fill(shown)).toEqual({ value, missing: [] });
  expect(maskStoredSecretMarks(shown)).toEqual(redact(value, schema));
});

it('takes a bare mask for the secret at the same place, and never for a value', () => {
  const free = { properties: { env: { type: 'object' } } };
  const sent = { env: { DB_PASSWORD: '********', LEVEL: '********' } };
  const there = (path: string[]) =>
    path.join('.') === 'spec.env.DB_PASSWORD' ? 'sesame' : undefined;
  expect(fillStoredSecrets(sent, free, there, ['spec'])).toEqual({
    value: { env: { DB_PASSWORD: 'sesame', LEVEL: '********' } },
    missing: [],
  });
  expect(
    fillStoredSecrets(sent, free, () => undefined, ['spec']).missing,
  ).toEqual(['spec.env.DB_PASSWORD']);
});

it('follows a secret that was moved with its item', () => {
  const moved = {
    users: [{ name: 'x', password: storedSecretMark(['spec', 'password']) }],
  };
  expect(fill(moved)).toEqual({
    value: { users: [{ name: 'x', password: 'sesame' }] },
    missing: [],
  });
});

it('puts no secret where anybody could read it', () => {
  const thief = storedSecretMark(['spec', 'password']);
  const { value: filled, missing } = fill({
    tokens: thief,
    users: [{ name: thief }],
    free: { note: thief },
  });
  expect(JSON.stringify(filled)).not.toContain('sesame');
  expect(missing).toEqual([
    'spec.tokens',
    'spec.users.0.name',
    'spec.free.note',
  ]);
});

it('knows secrets in maps, lists and numbers by their key', () => {
  const text = { type: 'string' };
  const env = { type: 'object', additionalProperties: text };
  const shown = redact(
    {
      env: { DB_PASSWORD: 'sesame', LEVEL: 'debug' },
      free: { password: 123456, tokens: 3 },
    },
    { properties: { env, free: { type: 'object' } } },
  );
  expect(shown).toEqual({
    env: { DB_PASSWORD: MASK, LEVEL: 'debug' },
    free: { password: MASK, tokens: 3 },
  });
});

it.each<[string, JsonObject, JsonObject]>([
  [
    'under a name that says nothing',
    { env: [{ name: 'PASSWORD', value: 'sesame' }] },
    {
      env: [
        { name: 'GREETING', value: storedSecretMark(['env', '0', 'value']) },
      ],
    },
  ],
  [
    'as the name of a Secret',
    { password: 'sesame' },
    { secretName: storedSecretMark(['password']) },
  ],
  [
    'where it does not look random',
    { password: 'sesame' },
    { key: storedSecretMark(['password']) },
  ],
])('puts no secret back %s', (_, before, sent) => {
  const there = (path: string[]) =>
    path.reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key],
      before,
    ) as string | undefined;
  const filled = fillStoredSecrets(sent, undefined, there, []);
  expect(JSON.stringify(filled.value)).not.toContain('sesame');
  expect(filled.missing).toHaveLength(1);
});

it('puts back what only its looks or the name beside it tell', () => {
  const random = 'q7Zk3PfXv9LmT2sWbR8yHdJ4';
  const before = {
    ...{ env: [{ name: 'PASSWORD', value: 'sesame' }], primaryKey: random },
    ...{ secretName: 'Open Sesame!', passwords: { anna: 'sesame' } },
  };
  const shown = redact(before, undefined, storedSecretMark) as JsonObject;
  expect(JSON.stringify(shown)).not.toMatch(/sesame/i);
  expect(JSON.stringify(shown)).not.toContain(random);
  const there = (path: string[]) =>
    path.reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key],
      before,
    ) as string | undefined;
  expect(fillStoredSecrets(shown, undefined, there, [])).toEqual({
    value: before,
    missing: [],
  });
});

it('says where nothing is stored', () => {
  expect(fill({ password: MASK }).value).toEqual({ password: 'sesame' });
  expect(fill({ users: [{}, {}, { password: MASK }] }).missing).toEqual([
    'spec.users.2.password',
  ]);
});

it('takes the schema of a status for what is secret, and not for what is none', () => {
  const text = { type: 'string' };
  const statusSchema = {
    properties: {
      secret: text,
      greeting: { ...text, format: 'password' },
      note: text,
    },
  };
  expect(
    redactStatus(
      { secret: 'hunter2', greeting: 'open-sesame', note: 'plain' },
      statusSchema,
    ),
  ).toEqual({ secret: HIDDEN, greeting: HIDDEN, note: 'plain' });
});

it('knows a secret also where it comes without what has given it away', () => {
  const spec = { note: 'login at https://x/?password=hunter2 and wait' };
  expect(secretsIn(spec)).toEqual([spec.note, 'hunter2']);
});

describe('withoutSecrets', () => {
  it('hides values that look secret and keeps the rest', () => {
    const clean = withoutSecrets({
      connectionDetails: {
        host: 'cache.default.svc',
        credentialsSecret: 'cache-credentials',
        password: 'hunter2',
      },
      url: 'https://example.org',
      dsn: 'postgres://user:hunter2@db.example.org/x',
    });
    expect(JSON.stringify(clean)).not.toContain('hunter2');
    expect(clean).toMatchObject({
      connectionDetails: {
        host: 'cache.default.svc',
        credentialsSecret: 'cache-credentials',
        password: HIDDEN,
      },
      url: 'https://example.org',
    });
  });

  it.each([
    ['token', 'abc'],
    ['apiKey', 'abc'],
    ['clientSecret', 'abc'],
    ['note', '-----BEGIN RSA PRIVATE KEY-----'],
    ['note', 'ghp_0123456789'],
  ])('%s: %s', (key, text) =>
    expect(withoutSecrets({ [key]: text })).toEqual({ [key]: HIDDEN }),
  );
});

describe('a value that may be an address', () => {
  it.each([
    [
      'robot:sesame@github.com/acme/requests',
      `${MASK}@github.com/acme/requests`,
    ],
    ['robot:ses@me@github.com', `${MASK}@github.com`],
    ['ssh://robot:ses@me@github.com/a', `${MASK}@github.com/a`],
    ['git@github.com:acme/requests.git', 'git@github.com:acme/requests.git'],
  ])('is shown without user and password: %s', (text, shown) => {
    expect(maskSecretsOfAddress(text, MASK)).toBe(shown);
  });

  it('is told from other texts by whoever asks', () => {
    const member = 'group:team@example.org';
    expect(maskSecretTexts(member, MASK)).toBe(member);
  });
});
