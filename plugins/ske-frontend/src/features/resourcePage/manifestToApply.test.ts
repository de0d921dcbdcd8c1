import {
  MASK,
  storedSecretMark,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { parse } from 'yaml';
import { manifestToApply } from './manifestToApply';

const manifest: Manifest = {
  apiVersion: 'example.org/v1',
  kind: 'Vault',
  metadata: {
    ...{ name: 'one', namespace: 'team-a', uid: 'u', resourceVersion: '7' },
    ...{ generation: 2, creationTimestamp: '2026-01-01T00:00:00Z' },
    finalizers: ['kratix.io/workflows-cleanup'],
    labels: { team: 'a' },
    annotations: { note: `token **${MASK}**`, plain: 'text' },
  },
  spec: {
    size: 'small',
    password: storedSecretMark(['spec', 'password']),
    users: [
      {
        name: 'anna',
        token: storedSecretMark(['spec', 'users', '0', 'token'], 'a'),
      },
    ],
    words: ['plain', storedSecretMark(['spec', 'words', '1'], 'b'), null],
    banner: '*********** read me **********',
  },
  status: { message: 'Ready' },
};

it('has what can be applied, and says which secrets it leaves out', () => {
  const text = manifestToApply(manifest, fields => `Without ${fields}`);
  expect(text.split('\n')[0]).toBe(
    '# Without metadata.annotations.note, spec.password, spec.users[0].token, spec.words[1]',
  );
  expect(parse(text)).toEqual({
    apiVersion: 'example.org/v1',
    kind: 'Vault',
    metadata: {
      ...{ name: 'one', namespace: 'team-a', labels: { team: 'a' } },
      annotations: { plain: 'text' },
    },
    spec: {
      size: 'small',
      users: [{ name: 'anna' }],
      words: ['plain', MASK, null],
      banner: '*********** read me **********',
    },
  });
});

it('begins with the manifest when there is no secret', () => {
  const text = manifestToApply(
    { ...manifest, metadata: { name: 'two' }, spec: {} },
    String,
  );
  expect(text).toBe(
    'apiVersion: example.org/v1\nkind: Vault\nmetadata:\n  name: two\nspec: {}\n',
  );
});

it('has nothing of a key outside of its comment', () => {
  const spec = {
    'x\n---\nkind: ClusterRoleBinding\u0085a: b\u2028#': MASK,
  };
  const text = manifestToApply(
    { ...manifest, metadata: { name: 'two' }, spec },
    String,
  );
  expect(text.split(/[\n\r\u0085\u2028\u2029]/)).toEqual([
    '# spec.x\\u000a---\\u000akind: ClusterRoleBinding\\u0085a: b\\u2028#',
    ...[
      'apiVersion: example.org/v1',
      'kind: Vault',
      'metadata:',
      '  name: two',
    ],
    ...['spec: {}', ''],
  ]);
});
