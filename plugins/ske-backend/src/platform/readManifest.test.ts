import { readManifest } from './readManifest';

const head = 'apiVersion: v1\nkind: Cache\nmetadata: { name: one }\n';
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => `key${n}`);

it.each([
  ['YAML', `${head}spec: { size: small }\n`],
  ['YAML with JSON in it', `${head}spec: {"size":"small"}\n`],
  [
    'JSON',
    '{"apiVersion":"v1","kind":"Cache","metadata":{"name":"one"},"spec":{"size":"small"}}',
  ],
])('reads %s', (_, text) => {
  expect(readManifest(text)).toMatchObject({
    kind: 'Cache',
    metadata: { name: 'one', namespace: 'default' },
    spec: { size: 'small' },
  });
});

it('reads a map of many keys, and a JSON text that is long', () => {
  const keys = many(20_000);
  const yaml = `${head}spec:\n${keys.map(key => `  ${key}: 1`).join('\n')}`;
  expect(Object.keys(readManifest(yaml).spec ?? {})).toHaveLength(20_000);
  const json = JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Cache', metadata: { name: 'one' } },
    spec: Object.fromEntries(many(100_000).map(key => [key, 'x'])),
  });
  expect(json.length).toBeGreaterThan(1_000_000);
  expect(Object.keys(readManifest(json).spec ?? {})).toHaveLength(100_000);
});

it.each([
  ['nothing', '', 'is empty'],
  ['two documents', `${head}---\n${head}`, 'holds 2 documents'],
  ['a key twice', `${head}spec: { a: 1, a: 2 }`, 'The key a is there twice'],
  [
    'a key twice further down',
    `${head}spec:\n  b:\n    a: 1\n    a: 2`,
    'twice',
  ],
  ['no YAML', `${head}spec: [`, 'not valid YAML'],
  [
    'a long YAML text',
    `${head}spec: "${'x'.repeat(700_000)}"`,
    'Send it as JSON',
  ],
  [
    'aliases of aliases',
    `${head}a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c]`,
    'without anchors and aliases',
  ],
  [
    'deep YAML',
    `${head}spec: ${'['.repeat(1_000)}${']'.repeat(1_000)}`,
    'not valid YAML',
  ],
  [
    'deep JSON',
    `{"apiVersion":"v1","kind":"C","metadata":{"name":"a"},"spec":${'{"a":'.repeat(
      20_000,
    )}1${'}'.repeat(20_000)}}`,
    'levels deep',
  ],
  ['no object', '[1]', 'A Kubernetes object has'],
])('refuses %s', (_, text, words) => {
  expect(() => readManifest(text)).toThrow(
    expect.objectContaining({
      name: 'InputError',
      message: expect.stringContaining(words),
    }),
  );
});
