import {
  kratix,
  storedSecretMark,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { promiseOf } from '../../__testUtils__/promiseOf';
import { findGivenSecrets, redactedTextOf, secretsOf } from './requestSecrets';

const text = { type: 'string' };
const offering = kratix.offeringOf(
  promiseOf('Vault', {
    group: 'example.org',
    metadata: {
      annotations: {
        'ske.backstage.template/form': 'spec.hinted: { widget: password }',
      },
    },
    properties: {
      data: {
        type: 'object',
        additionalProperties: { ...text, format: 'password' },
      },
      spec: {
        type: 'object',
        properties: {
          plain: text,
          hinted: text,
          own: { ...text, 'x-ske-form': { widget: 'password' } },
        },
      },
    },
  }),
);
const vault = {
  apiVersion: 'example.org/v1',
  kind: 'Vault',
  metadata: { name: 'one' },
  spec: { plain: 'seen', hinted: 'sesame 1', own: 'sesame 2' },
  data: { key: 'sesame 3' },
};

it('knows the secrets of a request: typed ones, and those of the API and its hints', () => {
  const secrets = secretsOf({ secrets: ['typed'] }, vault, offering);
  expect(secrets.sort()).toEqual(['sesame 1', 'sesame 2', 'sesame 3', 'typed']);
});

it('writes down what was there before without them', () => {
  const before = redactedTextOf(vault, offering);
  expect(before).toContain('seen');
  expect(before).not.toContain('sesame');
});

it('takes what is no text for a secret, too, where one belongs', () => {
  const odd = { ...vault, spec: { hinted: 48151623, own: { deep: ['x1'] } } };
  const secrets = secretsOf({}, odd as never, offering);
  expect(secrets).toEqual(
    expect.arrayContaining(['48151623', 'deep', 'x1', 'sesame 3']),
  );
});

it('names the fields of secrets that were typed in, and nothing of the secrets', () => {
  const sent: Manifest = {
    ...vault,
    spec: {
      // Each of these has the name of a field, or a part of one.
      ...{ plain: 'hinted', hinted: 'hinted', own: 'token' },
      more: { 'api.token': 'data', words: ['a', 'a compass', 48151623, null] },
    },
    metadata: {
      name: 'one',
      annotations: { 'x.org/api-token': 'y', plain: 'z' },
    },
    data: {
      key: storedSecretMark(['data', 'key']),
      other: 'pass',
      empty: '',
      none: null,
    },
  };
  expect(
    findGivenSecrets({ secrets: ['compass', '48151623'] }, sent, offering),
  ).toEqual([
    'metadata.annotations.x.org/api-token',
    ...[
      'spec.hinted',
      'spec.own',
      'spec.more.api.token',
      'spec.more.words[1]',
      'spec.more.words[2]',
    ],
    'data.other',
  ]);
});

it('names few of very many, and long ones in part', () => {
  const tokens = Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [`${n}-password`, `secret ${n}`]),
  );
  const sent = { ...vault, spec: { ['k'.repeat(5_000)]: tokens } };
  const given = findGivenSecrets({}, sent, offering);
  expect(given).toHaveLength(50);
  expect(given.join('').length).toBeLessThanOrEqual(10_000);
});
