import { MASK } from '@syntasso/plugin-ske-common';
import { maskText } from './maskText';

const TOKEN = `ghp_${'a1B2'.repeat(9)}`;
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

it.each([
  [`pushed with ${TOKEN}.`, 'pushed with ********.'],
  [`token=glpat-abcdefgh12345678 ok`, 'token=******** ok'],
  [`authorization: Bearer ${JWT}`, 'authorization: Bearer ********'],
  [
    'no route to postgres://app:sesame@db:5432/app',
    'no route to postgres://app:********@db:5432/app',
  ],
  [
    'a\n-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nb',
    'a\n********\nb',
  ],
  [
    'GET https://x/?access_token=sesame 401',
    'GET https://x/?access_token=******** 401',
  ],
  [
    'dial Server=db;Password=sesame;Encrypt=true: timeout',
    'dial Server=db;Password=********;Encrypt=true: timeout',
  ],
  ['redis://:sesame@db', 'redis://:********@db'],
  ['cut off: -----BEGIN PRIVATE KEY-----\nabc', 'cut off: ********'],
])('masks what looks like a secret: %s', (text, masked) => {
  expect(maskText(text, [])).toBe(masked);
});

it.each([
  'https://example.org:8443/path@v1',
  'see https://example.org/a:b and c@example.org',
  'eyJ is how they begin, eyJ.a not',
  'the label ghp_ has no token',
  '-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----',
])('leaves everything else: %s', text => {
  expect(maskText(text, [])).toBe(text);
});

it('masks what is known to be one', () => {
  expect(maskText('sesame "ses\\name"', ['sesame', 'ses\name'])).toBe(
    '******** "********"',
  );
});

it('masks secrets that overlap as a whole, whichever begins first', () => {
  expect(maskText('-abcdefgh-', ['abc', 'bcdefgh'])).toBe('-********-');
  expect(maskText('-abcdefgh-', ['abcdef', 'efgh'])).toBe('-********-');
  expect(maskText('abcabc', ['abc'])).toBe('****************');
});

it('masks the one of many secrets that is there, and nothing else', () => {
  const secrets = Array.from({ length: 499 }, (_, n) => `secret-${n}.*`);
  const texts = Array.from({ length: 5_000 }, (_, n) => `ab${n}`);
  const masked = texts.map(text => maskText(text, secrets));
  expect(masked).toEqual(texts);
  expect(maskText('a secret-498.* b', secrets)).toBe('a ******** b');
});

it('masks overlapping secrets of any length', () => {
  const [a, b] = ['A'.repeat(300), 'B'.repeat(300)];
  expect(maskText(`-${a}${b}tail-`, [a + b, `${b}tail`])).toBe('-********-');
});

it('masks a secret that is longer than a pattern should be', () => {
  const long = 'x'.repeat(5_000);
  expect(maskText(`a ${long} b`, [long, 'short'])).toBe('a ******** b');
});

it('masks a known secret also as base64, in an address, and by its lines', () => {
  const secret = 'open sesame/1';
  expect(
    maskText(`a: ${btoa(secret)}\nGET /?q=${encodeURIComponent(secret)}&b=c`, [
      secret,
    ]),
  ).toBe('a: ********\nGET /?q=********&b=c');
  const lines = 'kind: Lock\nMIIabcdefghijklmnop\nqrstuvwxyz0123456789';
  expect(
    maskText('  MIIabcdefghijklmnop\n  qrstuvwxyz0123456789\nkind: Lock', [
      lines,
    ]),
  ).toBe('  ********\n  ********\nkind: Lock');
  expect(maskText('half a letter', ['half \ud800 or so'])).toBe(
    'half a letter',
  );
});

it('masks base64 of a text that has a known secret in it', () => {
  const encoded = Buffer.from('grüße von anna: open sesame!').toString(
    'base64',
  );
  const other = btoa('greetings from anna to all');
  expect(maskText(`got ${encoded} and ${other}`, ['open sesame'])).toBe(
    `got ${MASK} and ${other}`,
  );
});
