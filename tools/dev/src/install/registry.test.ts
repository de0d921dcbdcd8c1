import { credentialOf } from './registry';

it.each([
  ['http://127.0.0.1:4873', '//127.0.0.1:4873/:_authToken=c2VjcmV0=='],
  [
    'https://portal.example.org/api/registry/',
    '//portal.example.org/api/registry/:_authToken=c2VjcmV0==',
  ],
])('lets npm in at %s', (url, line) => {
  expect(credentialOf({ url, token: 'c2VjcmV0==' })).toBe(line);
});
