import { InvalidInputError } from '@syntasso/plugin-ske-node';
import { maskText } from './maskText';
import { maskingErrors, maskManifest } from './masking';

const manifest = {
  apiVersion: 'example.org/v1',
  kind: 'Cache',
  metadata: { name: 'one' },
  spec: {
    url: 'redis://:open-sesame@host',
    users: [{ pin: '12' }],
    size: '1200',
    note: '',
  },
};

it('masks what is a secret, and what has one in it', () => {
  const { manifest: shown, fields } = maskManifest(manifest, [
    'open-sesame',
    '12',
  ]);
  expect(shown.spec).toEqual({
    url: '********',
    users: [{ pin: '********' }],
    size: '1200',
    note: '',
  });
  expect(fields).toEqual(['spec.url', 'spec.users[0].pin']);
});

it('leaves a manifest without secrets as it is', () => {
  expect(maskManifest(manifest, ['']).manifest).toEqual(manifest);
});

it.each([
  [
    'Invalid value: "open-sesame": too short',
    'Invalid value: "********": too short',
  ],
  [
    'a pin of "12" has 2 letters of 12',
    'a pin of ******** has 2 letters of 12',
  ],
  ['says "p\u00e4ss\\vw\\u200b\\x7fx"', 'says "********"'],
  ['it is \\"quoted\\" here', 'it is ******** here'],
])('masks secrets in what the platform says: %s', (text, shown) => {
  expect(
    maskText(text, [
      'open-sesame',
      '12',
      '"quoted"',
      'open',
      'päss\vw\u200b\x7fx',
    ]),
  ).toBe(shown);
});

it('masks secrets in all of an error, and leaves its class', async () => {
  const thrown = await maskingErrors(['open-sesame'], async () => {
    throw new InvalidInputError('open-sesame is short', [
      { field: 'spec.pin', message: 'open-sesame is short' },
    ]);
  }).catch(error => error);
  expect(thrown).toBeInstanceOf(InvalidInputError);
  expect(thrown).toMatchObject({
    message: '******** is short',
    problems: [{ field: 'spec.pin', message: '******** is short' }],
  });
  expect(thrown.stack).not.toContain('open-sesame');
});

it('masks numbers and texts that JSON has quoted, and no name of the object', () => {
  const secrets = ['48151623', 'a"b', 'one', 'Cache'];
  const { manifest: shown, fields } = maskManifest(
    { ...manifest, spec: { pin: 48151623, json: '{"pw":"a\\"b"}', n: 'one' } },
    secrets,
  );
  expect(fields).toEqual(['spec.pin', 'spec.json', 'spec.n']);
  expect(shown).toMatchObject({ kind: 'Cache', metadata: { name: 'one' } });
});
