import { hasCredential, isHttpAddress } from './webAddress';

it.each<[string, boolean, boolean]>([
  ['https://example.org/a', true, false],
  ['http://example.org', true, false],
  ['https://anna@example.org', true, true],
  ['https://:hunter2@example.org', true, true],
  ['ftp://anna:hunter2@example.org', false, true],
  ['example.org', false, false],
  ['https://', false, false],
  ['', false, false],
])('reads the address %p', (text, isHttp, hasOne) => {
  expect(isHttpAddress(text)).toBe(isHttp);
  expect(hasCredential(text)).toBe(hasOne);
});
