import { duplicatesIn, newDuplicates } from './duplicates';

const lock = (...resolutions: string[]) =>
  resolutions
    .map(resolution => `"x":\n  version: 1\n  resolution: "${resolution}"\n`)
    .join('\n');

it('finds what an app should have once', () => {
  expect(
    duplicatesIn(
      lock(
        '@backstage/ui@npm:0.18.0',
        '@backstage/ui@npm:0.20.0',
        'react@npm:18.3.1',
        'yaml@npm:1.10.3',
        'yaml@npm:2.9.1',
        'app@workspace:packages/app',
      ),
    ),
  ).toEqual({ '@backstage/ui': ['0.18.0', '0.20.0'] });
});

it('names what was added to those that were there', () => {
  const before = { '@backstage/ui': ['0.18.0', '0.20.0'] };
  expect(newDuplicates(before, before)).toEqual({});
  expect(
    newDuplicates(before, {
      '@backstage/ui': ['0.18.0', '0.19.0', '0.20.0'],
      react: ['17.0.2', '18.3.1'],
    }),
  ).toEqual({
    '@backstage/ui': ['0.18.0', '0.19.0', '0.20.0'],
    react: ['17.0.2', '18.3.1'],
  });
});
