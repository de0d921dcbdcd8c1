import { masked } from './masking';

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
  const { manifest: shown, fields } = masked(manifest, ['open-sesame', '12']);
  expect(shown.spec).toEqual({
    url: '********',
    users: [{ pin: '********' }],
    size: '1200',
    note: '',
  });
  expect(fields).toEqual(['spec.url', 'spec.users[0].pin']);
});

it('leaves a manifest without secrets as it is', () => {
  expect(masked(manifest, ['']).manifest).toEqual(manifest);
});
