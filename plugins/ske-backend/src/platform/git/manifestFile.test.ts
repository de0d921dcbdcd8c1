import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  changeManifestFile,
  labelManifestFile,
  readManifestFile,
  formatManifest,
  requireReadable,
} from './manifestFile';

const manifest = (more: object): Manifest =>
  ({
    apiVersion: 'example.org/v1',
    kind: 'Cache',
    metadata: { name: 'one', namespace: 'default' },
    ...more,
  } as Manifest);

it('writes what an API has beside its spec, and nothing of its status', () => {
  const text = formatManifest(
    manifest({
      spec: { size: 's' },
      data: { motd: 'hello' },
      status: { ready: true },
    }),
  );
  expect(text).toContain('spec:\n  size: s\ndata:\n  motd: hello\n');
  expect(text).not.toContain('status');
  expect(formatManifest(manifest({ data: { a: 'b' } }))).not.toContain('spec');
  expect(formatManifest(manifest({}))).toContain('spec: {}');
});

it('changes both, and leaves what somebody has written beside them', () => {
  const text = `# ours
apiVersion: example.org/v1
kind: Cache
metadata: { name: one, namespace: default }
spec:
  size: s # small
data:
  motd: hello
`;
  expect(
    changeManifestFile(
      text,
      manifest({ spec: { size: 's', replicas: 2 }, data: { motd: 'bye' } }),
    ),
  ).toBe(
    text
      .replace('size: s # small', 'size: s # small\n  replicas: 2')
      .replace('hello', 'bye'),
  );
});

it('removes what is not wanted any more, and keeps the comments of the rest', () => {
  const text = `apiVersion: example.org/v1
kind: Cache
metadata:
  name: one
  labels: { theirs: 'true' } # by somebody else
spec:
  gone: 1
  # how large
  size: s
  nested: { gone: true, stays: yes }
`;
  const wanted = manifest({
    metadata: { name: 'one', labels: { ours: 'a' } },
    spec: { size: 's', nested: { stays: 'yes' } },
  });
  expect(changeManifestFile(text, wanted)).toBe(
    text
      .replace("{ theirs: 'true' }", "{ theirs: 'true', ours: a }")
      .replace('  gone: 1\n', '')
      .replace('{ gone: true, stays: yes }', '{ stays: yes }'),
  );
});

it('sets and removes labels, and leaves a file without them alone', () => {
  const text = formatManifest(manifest({ spec: { size: 's' } }));
  expect(labelManifestFile(text, { a: null })).toBe(text);
  const labelled = labelManifestFile(text, { a: 'true' });
  expect(labelled).toContain('labels:\n    a: "true"\n');
  expect(labelManifestFile(labelled, { a: null })).not.toContain('true');
});

it('changes thousands of keys', () => {
  const keys = Array.from({ length: 2_500 }, (_, n) => `key${n}`);
  const specOf = (value: number) =>
    Object.fromEntries(keys.map(key => [key, value]));
  const text = `apiVersion: example.org/v1
kind: Cache
metadata: { name: one }
spec:
${keys.map(key => `  ${key}: 1\n`).join('')}`;
  const changed = changeManifestFile(text, manifest({ spec: specOf(2) }));
  expect(changed).toBe(text.replaceAll(': 1', ': 2'));
});

it('reads no object that has itself in it', () => {
  const text = `apiVersion: example.org/v1
kind: Cache
metadata: { name: one }
spec: &a { inside: *a }
`;
  expect(readManifestFile(text)).toEqual({ kind: 'other' });
});

it('refuses to write a file that would be too long to be read', () => {
  const textOf = (length: number) =>
    formatManifest(manifest({ spec: { text: 'x'.repeat(length) } }));
  const readable = textOf(499_000);
  expect(requireReadable(readable)).toBe(readable);
  expect(readManifestFile(readable).kind).toBe('one');
  const long = textOf(500_000);
  expect(readManifestFile(long).kind).toBe('broken');
  expect(() => requireReadable(long)).toThrow(
    /^manifest: has \d+ characters, and 500000 is the most for a file/,
  );
});

it('changes a long file, which is JSON, as JSON', () => {
  const long = manifest({ spec: { text: 'x'.repeat(60_000), size: 's' } });
  const text = formatManifest(long);
  expect(text.startsWith('{')).toBe(true);
  const changed = changeManifestFile(text, manifest({ spec: { size: 'l' } }));
  expect(readManifestFile(changed)).toEqual({
    kind: 'one',
    manifest: manifest({ spec: { size: 'l' } }),
  });
});

it.each([
  [
    'an anchor that is used elsewhere',
    'spec: { a: &x { size: 1 }, b: *x }\n',
    { a: { size: 2 }, b: { size: 1 } },
  ],
  [
    'an anchor that goes',
    'spec: { a: &x { size: 1 }, b: *x }\n',
    { b: { size: 1 } },
  ],
  ['a separator at its end', 'spec: { size: s }\n---\n', { size: 'l' }],
  [
    'a key that objects have',
    'spec: { constructor: 1, size: s }\n',
    { size: 's' },
  ],
])('becomes exactly what is wanted from %s', (_, spec, wanted) => {
  const text = `apiVersion: example.org/v1\nkind: Cache\nmetadata: { name: one, namespace: default }\n${spec}`;
  const changed = changeManifestFile(text, manifest({ spec: wanted }));
  expect(readManifestFile(changed)).toEqual({
    kind: 'one',
    manifest: manifest({ spec: wanted }),
  });
});

it('reads a file up to its first mistake, and says where that is', () => {
  expect(readManifestFile(`a: 1\n${']'.repeat(300_000)}`)).toEqual({
    kind: 'broken',
    problem: expect.stringMatching(/ at line 2, column 1\.$/),
  });
});
