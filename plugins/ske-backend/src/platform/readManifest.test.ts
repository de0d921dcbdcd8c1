import { setInterval } from 'node:timers/promises';
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
])('reads %s', async (_, text) => {
  await expect(readManifest(text)).resolves.toMatchObject({
    kind: 'Cache',
    metadata: { name: 'one', namespace: 'default' },
    spec: { size: 'small' },
  });
});

it('reads a map of many keys, and a JSON text that is long', async () => {
  const keys = many(20_000);
  const yaml = `${head}spec:\n${keys.map(key => `  ${key}: 1`).join('\n')}`;
  expect(Object.keys((await readManifest(yaml)).spec ?? {})).toHaveLength(
    20_000,
  );
  const json = JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Cache', metadata: { name: 'one' } },
    spec: Object.fromEntries(many(100_000).map(key => [key, 'x'])),
  });
  expect(json.length).toBeGreaterThan(1_000_000);
  expect(Object.keys((await readManifest(json)).spec ?? {})).toHaveLength(
    100_000,
  );
});

it.each([
  ['nothing', '', 'is empty'],
  ['two documents', `${head}---\n${head}`, 'holds 2 documents'],
  ['a key twice', `${head}spec: { a: 1, a: 2 }`, 'is there twice'],
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
    'levels deep',
  ],
  [
    'deep JSON',
    `{"apiVersion":"v1","kind":"C","metadata":{"name":"a"},"spec":${'{"a":'.repeat(
      20_000,
    )}1${'}'.repeat(20_000)}}`,
    'levels deep',
  ],
  ['no object', '[1]', 'A Kubernetes object has'],
  [
    'many aliases of different anchors',
    `${head}spec:\n${many(60)
      .map(name => `- &${name} 1\n- *${name}\n`)
      .join('')}`,
    'without anchors and aliases',
  ],
  [
    'a name that fills the log',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'K'.repeat(1_000_000),
      metadata: { name: 'a' },
    }),
    'kind has 1000000 characters',
  ],
])('refuses %s', async (_, text, words) => {
  await expect(readManifest(text)).rejects.toEqual(
    expect.objectContaining({
      name: 'InputError',
      message: expect.stringContaining(words),
    }),
  );
});

it('holds up nobody while it reads YAML', async () => {
  const keys = many(30_000);
  const text = `${head}spec:\n${keys.map(key => `  ${key}: [1]`).join('\n')}`;
  let others = 0;
  const end = new AbortController();
  const work = (async () => {
    for await (const _ of setInterval(1, undefined, { signal: end.signal })) {
      others += 1;
    }
  })().catch(() => {});
  await Promise.all([readManifest(text), readManifest(text)]);
  end.abort();
  await work;
  // On this thread they would have waited for both.
  expect(others).toBeGreaterThan(20);
}, 30_000);

it.each([
  ['a value', 'spec: { password: sesame\n  other: : sesame'],
  ['an alias', 'spec: { password: *sesame }'],
  ['a block', 'spec:\n  password: |sesame\n    x'],
  ['a key', 'spec: { sesame: 1, sesame: 2 }'],
])('says nothing of the text itself: %s', async (_, text) => {
  const refused = readManifest(head + text);
  await expect(refused).rejects.toMatchObject({
    name: 'InputError',
    message: expect.not.stringContaining('sesame'),
  });
});
