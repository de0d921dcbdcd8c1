import {
  kratix,
  offeringOfEntity,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import {
  redactDefinition,
  redactResource,
  requireFewSecrets,
  secretsOfResource,
} from './secrets';
import { withStoredMetadata, withStoredSecrets } from './storedSecrets';

const text = { type: 'string' };
const offering = kratix.offeringOf(
  promiseOf('Vault', {
    group: 'example.org',
    properties: {
      status: {
        properties: {
          greeting: { ...text, format: 'password' },
          secret: text,
        },
      },
      spec: {
        properties: {
          pin: { ...text, format: 'password' },
          note: text,
          values: { type: 'object' },
        },
      },
    },
  }),
);
const vault = (spec: object, more: object = {}): Manifest => ({
  apiVersion: 'example.org/v1',
  kind: 'Vault',
  metadata: { name: 'one' },
  spec: spec as never,
  ...more,
});
const present = vault({ pin: '4711-sesame', note: 'hi', values: { a: 1 } });

it.each([
  ['what holds a secret', { values: { password: '******** /spec' } }],
  ['what is none', { values: { password: '******** /spec/note' } }],
  ['a secret into a plain field', { note: '******** /spec/pin' }],
  ['what is not there', { pin: '******** /spec/nothing' }],
])('puts back only a secret, and only where one belongs: not %s', (_, spec) => {
  expect(() => withStoredSecrets(vault(spec), present, offering)).toThrow(
    'Type it in.',
  );
});

it('puts back nothing in a part that the API does not have', () => {
  const sent = vault({}, { x: { password: '******** /spec' } });
  expect(() => withStoredSecrets(sent, present, offering)).toThrow(
    'x.password',
  );
});

it('puts back what was shown, also moved to where a secret belongs', () => {
  const shown = redactResource(present, offering);
  expect(JSON.stringify(shown)).not.toContain('sesame');
  expect(withStoredSecrets(shown, present, offering)).toEqual(present);
  const moved = vault({ values: { password: '******** /spec/pin' } });
  expect(withStoredSecrets(moved, present, offering).spec).toEqual({
    values: { password: '4711-sesame' },
  });
});

it('puts back masked labels and annotations that are there, and no others', () => {
  const annotations = {
    apiToken: 'open-sesame',
    note: 'at postgres://a:sesame@db/x',
    plain: 'p',
  };
  const before = vault({}, { metadata: { name: 'one', annotations } });
  const shown = redactResource(before, offering);
  expect(JSON.stringify(shown)).not.toContain('sesame');
  expect(withStoredMetadata(shown, before, offering)).toEqual(before);
  expect(() => withStoredMetadata(shown, present, offering)).toThrow(
    /metadata.annotations.apiToken, .*: is masked/,
  );
  expect(secretsOfResource(before, offering)).toContain('open-sesame');
});

it('masks what status and annotations quote', () => {
  const quoting = vault(present.spec ?? {}, {
    metadata: {
      name: 'one',
      annotations: {
        'kapp.k14s.io/original': '{"spec":{"pin":"4711-sesame"}}',
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
      },
    },
    status: { conditions: [{ message: 'no login with 4711-sesame' }] },
  });
  const shown = redactResource(quoting, offering);
  expect(JSON.stringify(shown)).not.toContain('sesame');
  expect(shown.metadata.annotations).toEqual({
    'kapp.k14s.io/original': '{"spec":{"pin":"********"}}',
  });
});

it('masks a Secret in an annotation, and looks for what is in it', () => {
  const original = JSON.stringify({
    kind: 'Secret',
    stringData: { user: 'open-sesame' },
  });
  const annotated = vault(
    {},
    {
      metadata: { name: 'one', annotations: { 'example.org/was': original } },
      status: { conditions: [{ message: 'no login with open-sesame' }] },
    },
  );
  const shown = redactResource(annotated, offering);
  expect(shown.metadata.annotations).toEqual({
    'example.org/was': '{"kind":"Secret","stringData":{"user":"********"}}',
  });
  expect(JSON.stringify(shown)).not.toContain('sesame');
});

it('masks what looks like a secret in a status, also where none is known', () => {
  const token = `ghp_${'a1B2'.repeat(9)}`;
  const quoting = vault(
    {},
    { status: { conditions: [{ message: `pushed with ${token}.` }] } },
  );
  expect(redactResource(quoting, offering).status).toEqual({
    conditions: [{ message: 'pushed with ********.' }],
  });
});

it('judges a status by its keys, its schema and its values, also declared fields', () => {
  const id = `AKIA${'A1B2'.repeat(4)}`;
  const made = vault(present.spec ?? {}, {
    status: {
      ...{ secret: 'hunter2', greeting: 'open-sesame', secretName: 'vault' },
      ...{ url: 'https://x/?sv=1&password=hunter2', accessKeyId: id },
      admin: { pwd: 'hunter2', user: 'anna' },
      env: [{ name: 'TOKEN', value: 'hunter2' }],
    },
  });
  expect(redactResource(made, offering).status).toEqual({
    ...{ secret: '(hidden)', greeting: '(hidden)', secretName: 'vault' },
    ...{ url: '(hidden)', accessKeyId: id },
    admin: { pwd: '(hidden)', user: 'anna' },
    env: [{ name: 'TOKEN', value: '(hidden)' }],
  });
  const stored = redactResource(made, offering, () => '********');
  expect(JSON.stringify(stored)).not.toMatch(/hunter2|sesame/);
});

it('keeps a value that has a name beside it where it belongs', () => {
  const env = (name: string, value: string) =>
    vault({ values: { env: [{ name, value }] } });
  const before = env('DB_PASSWORD', 'hunter2');
  const shown = redactResource(before, offering);
  expect(JSON.stringify(shown)).not.toContain('hunter2');
  expect(withStoredSecrets(shown, before, offering)).toEqual(before);
  const [item] = (
    shown.spec as unknown as { values: { env: { value: string }[] } }
  ).values.env;
  // Under another name it would be shown.
  expect(() =>
    withStoredSecrets(env('GREETING', item.value), before, offering),
  ).toThrow('spec.values.env.0.value: is masked');
});

it('knows the secret in an annotation, and not only the whole text', () => {
  const annotations = { note: 'login at https://x/?password=open-sesame' };
  const annotated = vault(
    {},
    {
      metadata: { name: 'one', annotations },
      status: { conditions: [{ message: 'no login with open-sesame' }] },
    },
  );
  const shown = redactResource(annotated, offering);
  expect(shown.metadata.annotations).toEqual({
    note: 'login at https://x/?password=********',
  });
  expect(JSON.stringify(shown.status)).not.toContain('sesame');
});

it('refuses so many secrets that nobody can look for all of them', () => {
  const list = Array.from({ length: 600 }, (_, n) => ({ token: `s${n}` }));
  const many = vault({ values: { list } });
  expect(secretsOfResource(many, offering)).toHaveLength(500);
  expect(() => requireFewSecrets(many, offering)).toThrow('500 secrets');
  expect(() => requireFewSecrets(present, offering)).not.toThrow();
});

it('takes __proto__ for a key like any other', () => {
  const hostile = JSON.parse(
    '{"__proto__":{"password":"sesame"},"constructor":{"password":"sesame"}}',
  );
  const shown = redactResource(vault({ values: hostile }), offering);
  expect(JSON.stringify(shown)).not.toContain('sesame');
  expect(JSON.stringify(shown)).toContain('__proto__');
  expect(({} as { password?: string }).password).toBeUndefined();
  const restored = withStoredSecrets(
    shown,
    vault({ values: hostile }),
    offering,
  );
  expect(restored.spec).toEqual({ values: hostile });
});

describe('secrets in lists', () => {
  const user = (name: string) => ({ name, password: `sesame-${name}` });
  const withUsers = (...users: object[]) => vault({ values: { users } });
  const before = withUsers(user('a'), user('b'), user('c'));
  const [a, b, c] = (
    redactResource(before, offering).spec as unknown as {
      values: { users: { name: string; password: string }[] };
    }
  ).values.users;

  it.each([
    ['one is removed', [b, c], [user('b'), user('c')]],
    ['they change places', [c, a], [user('c'), user('a')]],
    [
      'one is renamed',
      [a, { ...b, name: 'x' }],
      [user('a'), { ...user('b'), name: 'x' }],
    ],
    [
      'one comes before them',
      [{ name: 'new' }, b],
      [{ name: 'new' }, user('b')],
    ],
  ])('stay with their items where %s', (_, sent, expected) => {
    const wanted = withStoredSecrets(withUsers(...sent), before, offering);
    expect(wanted).toEqual(withUsers(...expected));
  });

  it('stay with their items where the platform has another list by now', () => {
    const now = withUsers(user('z'), user('a'), user('c'));
    const sent = withUsers(a, { ...c, name: 'cc' });
    expect(withStoredSecrets(sent, now, offering)).toEqual(
      withUsers(user('a'), { ...user('c'), name: 'cc' }),
    );
    expect(() => withStoredSecrets(withUsers(b), now, offering)).toThrow(
      'spec.values.users.0.password: is masked',
    );
  });

  it('are put nowhere where nobody can tell whose they are', () => {
    const token = (value: string) => ({ apiToken: value });
    const alike = withUsers(token('sesame-1'), token('sesame-2'));
    const shown = redactResource(alike, offering);
    expect(withStoredSecrets(shown, alike, offering)).toEqual(alike);
    const longer = withUsers(token('sesame-0'), token('sesame-1'), token('x'));
    expect(() => withStoredSecrets(shown, longer, offering)).toThrow(
      'is masked',
    );
    // A bare mask does not say of which item it is.
    const bare = withUsers({ name: 'a', password: '********' });
    expect(() => withStoredSecrets(bare, before, offering)).toThrow(
      'is masked',
    );
  });
});

it('takes a label that is only a switch for no secret to look for', () => {
  const labelled = vault(
    {},
    {
      metadata: { name: 'one', labels: { 'inject-token': 'true' } },
    },
  );
  expect(secretsOfResource(labelled, offering)).toEqual([]);
});

it('says of an offering what the catalog tells, where no cluster is read', () => {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'redis-promise',
      annotations: {
        'kratix.io/type': 'promise',
        'kratix.io/promise-name': 'redis',
        'kratix.io/api-name': 'Redis',
        'kratix.io/api-group': 'example.org',
      },
    },
    spec: { audience: ['group:default/a', 'group:default/b'] },
  };
  expect(redactDefinition(offeringOfEntity(entity)!)).toEqual({
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: {
      name: 'redis',
      annotations: {
        'kratix.io/backstage-audience': 'group:default/a,group:default/b',
      },
    },
    spec: { api: { spec: { group: 'example.org', names: { kind: 'Redis' } } } },
  });
});
